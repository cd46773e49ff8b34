package yui;

import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command line. */
@Command(
    name = "yui",
    description = "Yui: work that villages need, and the people who come and help.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      UpgradeCommand.class,
      DoctorCommand.class,
      UsersCommand.class,
      ExportCommand.class,
      KeysCommand.class,
      VerifyCommand.class,
      SbomCommand.class,
      AdminCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = "")
public final class Main implements Callable<Integer> {
  // Lucene recommends an incubating module at each start; held here, or the level is forgotten.
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private static final OptionSpec HELP =
      OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this.").build();

  /** Runs one command and leaves with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && !args[0].equals("serve")) {
      System.setProperty("yui.console", "WARN");
    }
    LUCENE.setLevel(Level.SEVERE);
    System.exit(commands().execute(args));
  }

  /** Every command, each of which tells what it is for when asked by --help. */
  static CommandLine commands() {
    CommandLine line = new CommandLine(new Main());
    helpAll(line);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println("yui: " + Failures.remedy(e));
          return 1;
        });
    return line;
  }

  private static void helpAll(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().addOption(HELP);
      helpAll(command);
    }
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    System.out.println(Config.settings());
    return 0;
  }
}
