package yui.bench;

/**
 * Every resident for every task: a block at a time through the columns that rule out most, the
 * exact score for those who are left. Also the judge of all others.
 */
final class Scan implements Contender {
  private static final int BLOCK = 1024;

  private final Residents residents;

  Scan(Residents residents) {
    this.residents = residents;
  }

  @Override
  public String name() {
    return "Columnar scan";
  }

  @Override
  public Answer ask(Asked task) {
    Top top = new Top();
    int[] left = new int[BLOCK];
    for (int from = 0; from < residents.count; from += BLOCK) {
      int to = Math.min(residents.count, from + BLOCK);
      int free = free(task, from, to, left);
      int able = able(task, left, free);
      for (int i = 0; i < able; i++) {
        double score = task.score(residents, left[i], top.floor());
        if (score != Asked.FILTERED) {
          top.offer(score, residents.number[left[i]]);
        }
      }
    }
    return top.answer();
  }

  private int free(Asked task, int from, int to, int[] left) {
    int count = 0;
    switch (task.words.length) {
      case 0 -> {
        for (int i = from; i < to; i++) {
          left[count++] = i;
        }
      }
      case 1 -> {
        long[] word = residents.free[task.words[0]];
        long mask = task.masks[0];
        for (int i = from; i < to; i++) {
          left[count] = i;
          count += (word[i] & mask) != 0 ? 1 : 0;
        }
      }
      case 2 -> {
        long[] word = residents.free[task.words[0]];
        long mask = task.masks[0];
        long[] second = residents.free[task.words[1]];
        long secondMask = task.masks[1];
        for (int i = from; i < to; i++) {
          left[count] = i;
          count += (word[i] & mask | second[i] & secondMask) != 0 ? 1 : 0;
        }
      }
      default -> throw new IllegalStateException("half-days over " + task.words.length + " words");
    }
    return count;
  }

  /** Keeps those with the required skill that fewest have. */
  private int able(Asked task, int[] left, int count) {
    int rarest = -1;
    for (int skill : task.required) {
      rarest = Math.max(rarest, skill);
    }
    if (rarest < 0) {
      return count;
    }
    int able = 0;
    for (int i = 0; i < count; i++) {
      boolean has = false;
      int from = Residents.SKILLS * left[i];
      for (int j = from; j < from + Residents.SKILLS; j++) {
        has |= residents.skills[j] >> 2 == rarest;
      }
      left[able] = left[i];
      able += has ? 1 : 0;
    }
    return able;
  }

  @Override
  public long bytes() {
    return residents.count
        * (8L * Calendar.WORDS + 2 * Residents.SKILLS + 4 * Residents.ANCHORS + 14);
  }

  @Override
  public double seconds() {
    return 0;
  }

  @Override
  public void close() {
    // The columns belong to the run.
  }
}
