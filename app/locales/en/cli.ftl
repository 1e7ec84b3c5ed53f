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

# nep growth score
cli-score = WHO z-scores of a whole survey file, or of one child (--json)
cli-score-in-name = FILE.csv
cli-score-in = File to score; “-” reads standard input
cli-score-out-name = RESULT.csv
cli-score-out = Write the results to this file; else to standard output
cli-score-age-unit = Unit of the column age for every row: days or months; overrides the column is_age_in_month
cli-score-classes = Add columns with classes (stunted, wasted, overweight…)
cli-score-strict = Stop at the first fault
cli-score-decimal-comma = Write the figures of the results with a decimal comma
cli-score-json = Score one child and answer as JSON
cli-score-one-child = One child (with --json)
cli-score-sex = Sex: m boy, f girl
cli-score-age-days = Age in days
cli-score-age-months = Age in months, not rounded
cli-score-birth = Day of birth (year-month-day)
cli-score-on = Day of the visit (year-month-day)
cli-score-weight = Weight, kg
cli-score-lenhei = Length lying or height standing, cm
cli-score-measure = How it was measured: l lying, h standing
cli-score-headc = Head circumference, cm
cli-score-armc = Mid-upper-arm circumference (MUAC), cm
cli-score-triskin = Triceps skinfold, mm
cli-score-subskin = Subscapular skinfold, mm
cli-score-oedema = Oedema of both feet: y yes, n no
cli-score-more =
    The file is CSV; columns are separated by comma, semicolon or tab, which is detected. It may
    have any of these columns in any order (as WHO's package anthro): sex (m/f, 1/2), age
    (days), is_age_in_month (TRUE where age is in months), weight (kg), lenhei (cm), measure (l
    lying/h standing), headc (cm), armc (cm), triskin (mm), subskin (mm), oedema (y/n). Other
    columns are kept as they are. An empty cell or NA is missing. A decimal comma is read only
    where columns are not separated by commas.

    The results have every column of the file, then: clenhei, cbmi, csex, cmeasure, c9mo_flag,
    eight z-scores (zlen, zwei, zwfl, zbmi, zhc, zac, zts, zss) and eight flags of implausible
    scores, to measure again (flen … fss: 1 or 0).

    Exit codes: 0 done; 1 done, but some cells were bad (named by line and column, taken as
    missing); 2 the call was wrong or a file could not be read or written.
cli-fault-not-found = there is no such file or folder
cli-fault-not-allowed = it is not allowed
cli-fault-folder = this is a folder, not a file
cli-fault-full = the disk is full
cli-fault-read-only = this place can only be read, not written
cli-cannot-read = cannot read { $file }: { $error }
cli-cannot-write = cannot write { $file }: { $error }
cli-onto-itself = the results would overwrite the file they come from; choose another name.
cli-header-utf16 = this file is UTF-16; save it again as “CSV UTF-8”.
cli-header-only-returns = lines end with the carriage return of old Macs; save the file again as CSV UTF-8.
cli-header-unknown = the first line has none of the columns sex, age, is_age_in_month, weight, lenhei, measure, headc, armc, triskin, subskin, oedema.
cli-header-twice = column { $column } stands twice; which one to use is not known.
cli-decimal-comma-separates = columns of this file are separated by commas, so no decimal comma can be written.
cli-column-replaced = Note: column { $column } of the file is replaced by the new result.
cli-never-ends = line { $line } opens a quote that is never closed.
cli-cell = Line { $line }, column { $column }: { $why }
cli-cell-not-a-number = not a number.
cli-cell-decimal-comma = a decimal comma cannot be read where commas separate the columns; write a point.
cli-cell-not-above-zero = must be above 0.
cli-cell-too-large = too large to be a measurement.
cli-cell-negative-age = the age is negative.
cli-cell-unknown-code = not one of the codes (sex m/f/1/2, measure l/h, oedema y/n/1/2, is_age_in_month TRUE/FALSE).
cli-cell-age-unit-missing = there is an age, but not whether it is days or months.
cli-row-short = Line { $line }: only { $cells } cells, fewer than columns; those at the end are taken as missing.
cli-row-long = Line { $line }: { $cells } cells, more than columns; this row is not scored.
cli-faults-more = The first { $named } faults are named; there are { $all } in all.
cli-progress = { $children } children scored
cli-progress-share = { $children } children scored ({ $share }%)
cli-progress-end = { $children } children scored in { $seconds } seconds
cli-bad-option = { $option }: { $why }
cli-not-a-date = not a real day (write year-month-day, such as 2026-03-09).
cli-before-birth = the visit is before the birth.

# nep pregnancy assess
cli-pregnancy-assess = Assess one pregnancy on one day
cli-pregnancy-on = Day of the assessment and of --weight-kg (today unless told); dates as 2026-06-09 or 9/6/2026
cli-pregnancy-lmp = First day of the last period
cli-pregnancy-lunar-lmp = The same as a lunar date; a leap month with n: 10/6n/2025
cli-pregnancy-cycle-days = Days of a regular cycle (21 to 35), only to count by the cycle
cli-pregnancy-due = Due date already given
cli-pregnancy-ultrasound = Day of an ultrasound and gestational age then, in days; may be repeated, the first sets the date
cli-pregnancy-transfer = Day of embryo transfer and age of the embryo (3 or 5 days)
cli-pregnancy-insemination = Day of insemination or egg retrieval
cli-pregnancy-height-cm = Height
cli-pregnancy-weight-before-kg = Weight before pregnancy
cli-pregnancy-weight-kg = Weight on the day --on
cli-pregnancy-earlier = Weight at an earlier visit; may be repeated
cli-pregnancy-fetuses = Number of babies (1 unless told)
cli-pregnancy-muac-mm = Mid-upper-arm circumference
cli-pregnancy-birth-date = The mother’s birth date
cli-pregnancy-age-years = The mother’s age
cli-pregnancy-danger = Code of a danger sign she has; may be repeated
cli-pregnancy-json = Print JSON
cli-pregnancy-assess-more =
    In the JSON a missing figure is null and "reasons" holds the reason under its name.
    trimester: 1, 2, 3. bmi_class: underweight, normal, overweight (iom_bmi_class has obese as well).
    dating_method: lmp, lunar_lmp, due_date, ultrasound, embryo_transfer, insemination.
    verdict: low, within, high: gain_kg against low_kg and high_kg (both ends are within). In the first trimester up to
    tolerance_kg outside is still within; from 14 weeks tolerance_kg is 0. A percent rule says high only when IOM does.
    Twins: QĐ 776 has no figures; the IOM's hold from 37 weeks.
    monthly_gain_kg is against the latest weight at least 14 days earlier (monthly_gain_days), scaled to 30 days.
    The alerts under 1 kg and over 3 kg a month hold from 14 weeks 0 days, for one baby.
    With both last period and ultrasound: ACOG 700, the ultrasound counts when they differ too much.
    Kilograms are to the gram, BMI to 4 decimals; classes use the unrounded BMI.
