# Words of the nep command line
cli-about = Nếp: balanced menus, pregnancy weight gain and child growth, with no network
cli-lang = Language: vi or en
cli-growth = Child growth by the WHO standards
cli-pregnancy = Weight gain in pregnancy
cli-menu = Menus
cli-serve = Serve the pages to a browser on this machine
cli-serve-port = Port on this machine (8080 unless told)
cli-serve-data = Data folder
cli-completions = Print completions for bash, zsh or fish
cli-completions-shell = Which shell

# Frame of the help
cli-usage = Usage
cli-options = Options
cli-arguments = Arguments
cli-commands = Commands
cli-options-place = [OPTIONS]
cli-command-place = COMMAND
cli-help = Print this help
cli-version = Print the version
cli-exit-codes =
    Exit codes:
      0  done
      1  done, but something in the data was bad; it is named on standard error
      2  the call was wrong, or a file could not be read or written

# Wrong calls
cli-error = Error: { $text }
cli-see-help = How to call it: { $command } --help
cli-did-you-mean = Did you mean { $near }?
cli-unknown-argument = there is no option { $argument }.
cli-unknown-command = there is no command { $command }.
cli-missing-command = a command is missing; choose one of: { $commands }.
cli-missing-argument = { $argument } is missing.
cli-missing-value = { $argument } needs a value after it.
cli-invalid-value = “{ $value }” cannot be used for { $argument }.
cli-not-one-of = “{ $value }” cannot be used for { $argument }; choose one of: { $allowed }.
cli-twice = { $argument } may stand only once.
cli-conflict = { $argument } does not go with { $other }.
cli-number-of-values = { $argument } has the wrong number of values.
cli-not-understood = this call is not understood.
