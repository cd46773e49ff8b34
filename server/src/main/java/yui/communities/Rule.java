package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import yui.core.FieldError;

/** What a community decides for itself, and what its value must look like. */
enum Rule {
  /** Whether a coordinator approves each task. */
  REVIEW_TASKS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      if (!value.isBoolean()) errors.add(new FieldError("/value", "wrong_type"));
    }
  },
  /** Hours to confirm: usually, and within a week of the day. */
  CONFIRM_HOURS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value.path("usual"), "/value/usual", 1, 720, errors);
      number(value.path("soon"), "/value/soon", 1, 168, errors);
      may(value.path("far"), "/value/far", 1, 720, errors);
      may(value.path("farSoon"), "/value/farSoon", 1, 168, errors);
      may(value.path("farKm"), "/value/farKm", 1, 3_000, errors);
      only(value, Set.of("usual", "soon", "far", "farSoon", "farKm"), errors);
    }
  },
  /** Hours of the day in which nobody is reminded. */
  QUIET_HOURS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value.path("from"), "/value/from", 0, 23, errors);
      number(value.path("to"), "/value/to", 0, 23, errors);
      only(value, Set.of("from", "to"), errors);
    }
  },
  /** After how many days a host is reminded of those who wait for an answer. */
  ANSWER_DAYS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 1, 60, errors);
    }
  },
  /** When companions' ages are asked: never, where the task is insured, always. */
  COMPANION_AGES {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      if (!Set.of("NEVER", "INSURED", "ALWAYS").contains(value.asText())) {
        errors.add(new FieldError("/value", "not_in_list"));
      }
    }
  },
  /** In which order applicants are put, and the criteria as they are written. */
  FAIRNESS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      for (String name : List.of("newcomersFirst", "lots", "reasonNeeded")) {
        truth(value.path(name), "/value/" + name, errors);
      }
      may(value.path("mostPerWeek"), "/value/mostPerWeek", 1, 7, errors);
      may(value.path("liftedDaysBefore"), "/value/liftedDaysBefore", 0, 60, errors);
      for (String name : List.of("criteria", "criteriaEn")) {
        text(value.path(name), "/value/" + name, errors);
      }
      only(value, Fairness.NAMES, errors);
    }
  },
  /** Yen above which whoever checked a settlement may not freeze it as well. */
  FOUR_EYES {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 0, 1_000_000_000, errors);
    }
  },
  /** Yen of fees in a calendar year above which the tax office wants a payment statement. */
  PAYMENT_STATEMENT_ABOVE {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 0, 1_000_000_000, errors);
    }
  },
  /** Tax kept back from some payments. */
  WITHHOLDING {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      only(value, Withholding.NAMES, errors);
      for (String rate : List.of("basisPoints", "aboveBasisPoints")) {
        if (value.path(rate).isTextual()) {
          errors.add(new FieldError("/value/" + rate, "percent"));
        } else {
          number(value.path(rate), "/value/" + rate, 0, 10_000, errors);
        }
      }
      number(value.path("limitYen"), "/value/limitYen", 0, 1_000_000_000, errors);
      truth(value.path("withTravel"), "/value/withTravel", errors);
      JsonNode engagements = value.path("engagements");
      if (!engagements.isArray()) errors.add(new FieldError("/value/engagements", "missing"));
      for (int i = 0; i < engagements.size(); i++) {
        if (!Withholding.ENGAGEMENTS.contains(engagements.path(i).asText())) {
          errors.add(new FieldError("/value/engagements/" + i, "not_in_list"));
        }
      }
    }
  },
  /** Yen an hour of work for wages is worth at least. */
  MINIMUM_WAGE {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 1, 100_000, errors);
    }
  },
  /** What a subsidy bears for one person in a fiscal year. */
  SUBSIDY_CAPS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      only(value, SubsidyCaps.NAMES, errors);
      for (String name : SubsidyCaps.NAMES) {
        may(value.path(name), "/value/" + name, 0, 1_000_000_000, errors);
      }
    }
  },
  /** The plans by which helpers are insured. */
  INSURANCE {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      only(value, Insurance.NAMES, errors);
      Insurance.check(value, errors);
    }
  },
  /** How long words, names, households and papers of payments are kept. */
  RETENTION {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value.path("wordDays"), "/value/wordDays", 30, 3_650, errors);
      number(value.path("nameDays"), "/value/nameDays", 30, 3_650, errors);
      number(value.path("householdDays"), "/value/householdDays", 1, 3_650, errors);
      number(value.path("paymentYears"), "/value/paymentYears", 5, 30, errors);
      only(value, Retention.NAMES, errors);
    }
  },
  /** Days that a promised travel cap waits for a claim. */
  TRAVEL_CLAIM_DAYS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 0, 365, errors);
    }
  },
  /** Travel money by distance: bands up to kilometres, and the yen of each. */
  TRAVEL_TABLE {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      TravelTable.check(value, errors);
    }
  },
  /** What a way costs and how long it takes, to estimate what coming costs somebody. */
  TRAVEL_COST {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      TravelCost.check(value, errors);
    }
  },
  /** Years that receipts are kept. */
  RECEIPT_YEARS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 1, 30, errors);
    }
  },
  /** Days before produce ends that those who are owed it are told; 0: nothing ends by itself. */
  PRODUCE_EXPIRY_DAYS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 0, Rules.MOST_PRODUCE_EXPIRY_DAYS, errors);
    }
  },
  /** When the office answers the telephone. */
  OFFICE_HOURS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      only(value, Set.of("days", "from", "to", "closed"), errors);
      if (!value.path("days").isArray()) errors.add(new FieldError("/value/days", "missing"));
      for (int i = 0; i < value.path("days").size(); i++) {
        number(value.path("days").path(i), "/value/days/" + i, 1, 7, errors);
      }
      time(value.path("from"), "/value/from", errors);
      time(value.path("to"), "/value/to", errors);
      for (int i = 0; i < value.path("closed").size(); i++) {
        day(value.path("closed").path(i), "/value/closed/" + i, errors);
      }
    }
  },
  /** Safety classes whose first job is accompanied, and those that are never done. */
  SAFETY {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      only(value, Set.of("accompanied", "refused"), errors);
      for (String list : List.of("accompanied", "refused")) {
        if (!value.path(list).isArray()) {
          errors.add(new FieldError("/value/" + list, "missing"));
        }
        for (int i = 0; i < value.path(list).size(); i++) {
          if (!Safety.CLASSES.contains(value.path(list).path(i).asText())) {
            errors.add(new FieldError("/value/" + list + "/" + i, "not_in_list"));
          }
        }
      }
    }
  },
  /** Days after which one side's words of thanks are shown though the other is silent. */
  WORDS_DAYS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 0, 365, errors);
    }
  },
  /** The year's work: crops and snow. */
  SEASONS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      if (!value.isArray() || value.size() > 40) {
        errors.add(new FieldError("/value", value.isArray() ? "too_many" : "wrong_type"));
        return;
      }
      for (int i = 0; i < value.size(); i++) Season.check(value.path(i), "/value/" + i, errors);
    }
  },
  /** Days before the work from which those who come may be told whose house it is. */
  HOUSEHOLD_RELEASE_DAYS {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value, "/value", 0, 90, errors);
    }
  },
  /** Hours after a slot until the host, and then the desk, is asked who came. */
  ASK_ATTENDANCE {
    @Override
    void check(JsonNode value, List<FieldError> errors) {
      number(value.path("host"), "/value/host", 1, 240, errors);
      number(value.path("desk"), "/value/desk", 1, 240, errors);
      only(value, Set.of("host", "desk"), errors);
    }
  };

  static Optional<Rule> named(String name) {
    return Arrays.stream(values()).filter(rule -> rule.name().equals(name)).findFirst();
  }

  private static final Set<Rule> MONEY =
      EnumSet.of(
          FOUR_EYES,
          PAYMENT_STATEMENT_ABOVE,
          WITHHOLDING,
          SUBSIDY_CAPS,
          TRAVEL_CLAIM_DAYS,
          TRAVEL_TABLE);

  abstract void check(JsonNode value, List<FieldError> errors);

  /** Whether it decides what is paid; then it is the official desk's. */
  boolean isAboutMoney() {
    return MONEY.contains(this);
  }

  /** As it is stored. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<FieldError> errors(JsonNode value) {
    List<FieldError> errors = new ArrayList<>();
    check(value, errors);
    return errors;
  }

  static void number(JsonNode value, String at, int min, int max, List<FieldError> errors) {
    if (!value.isIntegralNumber()) {
      errors.add(
          value.isMissingNode()
              ? new FieldError(at, "missing")
              : new FieldError(at, "wrong_type", Map.of("type", "integer")));
    } else if (!value.canConvertToInt() || value.asInt() > max) {
      errors.add(new FieldError(at, "too_large", Map.of("max", max)));
    } else if (value.asInt() < min) {
      errors.add(new FieldError(at, "too_small", Map.of("min", min)));
    }
  }

  private static void may(JsonNode value, String at, int min, int max, List<FieldError> errors) {
    if (!value.isMissingNode()) number(value, at, min, max, errors);
  }

  private static void truth(JsonNode value, String at, List<FieldError> errors) {
    if (!value.isMissingNode() && !value.isBoolean()) {
      errors.add(new FieldError(at, "wrong_type"));
    }
  }

  private static void text(JsonNode value, String at, List<FieldError> errors) {
    if (value.isMissingNode()) return;
    if (!value.isTextual()) errors.add(new FieldError(at, "wrong_type"));
    else if (value.asText().length() > Fairness.MOST_LETTERS) {
      errors.add(new FieldError(at, "too_long", Map.of("max", Fairness.MOST_LETTERS)));
    }
  }

  private static void only(JsonNode value, Set<String> known, List<FieldError> errors) {
    onlyAt(value, "/value", known, errors);
  }

  static void onlyAt(JsonNode value, String at, Set<String> known, List<FieldError> errors) {
    if (!value.isObject()) errors.add(new FieldError(at, "wrong_type"));
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) errors.add(new FieldError(at + "/" + name, "unknown"));
            });
  }

  private static void time(JsonNode value, String at, List<FieldError> errors) {
    try {
      LocalTime.parse(value.asText());
    } catch (DateTimeException e) {
      errors.add(new FieldError(at, "pattern"));
    }
  }

  private static void day(JsonNode value, String at, List<FieldError> errors) {
    try {
      LocalDate.parse(value.asText());
    } catch (DateTimeException e) {
      errors.add(new FieldError(at, "format_date"));
    }
  }
}
