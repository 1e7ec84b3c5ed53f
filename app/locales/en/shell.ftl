# The frame, the first page, settings, errors
shell-skip = To the content
shell-back = Back
shell-navigation = Main parts
shell-danger-row = Any danger sign?
shell-offline = Runs on this machine, no network needed.
shell-tab-today = Today
shell-tab-families = Families
shell-tab-growth = Children
shell-tab-pregnancy = Pregnancy
shell-tab-menus = Menus
shell-tab-more = More

home-hello = Welcome
home-title = What do you need today?
home-lead = Everything here runs on this machine, with no network.
home-growth = Weigh and measure a child
home-growth-line = from birth to 5 years
home-pregnancy = Weight gain in pregnancy
home-pregnancy-line = by week and by weight before pregnancy
home-menus = A day's menu
home-menus-line = for pregnant and breastfeeding mothers and for children
home-danger = Danger signs
home-danger-line = one sign is enough: go now

settings-title = More
settings-language = Language
settings-theme = Colours
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-text = Text size
settings-save = Use these

problem-home = To the first page
problem-code = Code: { $code }
problem-not-found-title = No such page
problem-not-found-what = This address is not in Nếp.
problem-not-found-do = It may be mistyped, or the page has moved. No figures were lost.
problem-locked-title = Not unlocked yet
problem-locked-what = This browser does not have the key of this start.
problem-locked-do = Open the address that the program nep printed when it started (the one with key=). Each start has a new key.
problem-not-ours-title = Request refused
problem-not-ours-what = The request did not come from a page of Nếp on this machine.
problem-not-ours-do = Open the address that the program nep printed when it started.
problem-too-large-title = Too much was sent
problem-too-large-what = What was sent is over 64 KB, so Nếp did not take it.
problem-too-large-do = Nothing was changed. Press back in the browser: what you typed is still there. Shorten it and send again.
problem-failed-title = That did not work
problem-failed-what = Nếp ran into trouble with this page.
problem-failed-do = Press back: what you typed is still there. If it happens again, stop nep and start it again.

danger-title = One sign is enough: go now
danger-lead = Go to the health station or hospital now, even at night. Do not wait for the appointment.
danger-way = On the way: keep warm, go on breastfeeding if the child can suck, bring the record book.
danger-all = Ask and look now
danger-pregnancy = In pregnancy
danger-child = In a child
danger-child-feeding = Cannot eat or suck
danger-child-vomiting = Vomits everything
danger-child-lethargy = Limp, hard to wake
danger-child-convulsion = Fits
danger-child-breathing = Fast breathing, chest drawing in
danger-child-oedema = Both feet swollen

serve-address = Open this address in a browser on this machine:
serve-folder = Data folder: { $folder }
serve-stop = To stop: press Ctrl-C
serve-stopped = Stopped.
serve-already = Nếp is already running on the folder { $folder }. Its address is in the file { $file }.
serve-port-taken = Another program uses port { $port }. Choose another: nep serve --port 8081
serve-no-folder = The folder { $folder } cannot be used: { $why }
serve-no-network = Port { $port } cannot be opened: { $why }

# Reading numbers and days
input-not-a-number = “{ $typed }” is not a number. Write digits, for example 9.6.
input-slip = “{ $typed }” looks like { $slip }. Do you mean { $meant } { $unit }? Please write it in { $unit }.
input-outside = “{ $typed }” is not within { $least }–{ $most }{ $unit }. Please look at it again.
input-not-a-day = “{ $typed }” is not a day. Write day/month/year, for example 9/6/2026.
input-year-in-full = Write the year with 4 digits, for example 9/6/2026.
input-future = { $typed } has not come yet (today is { $today }).
input-faults = { $count } fields want another look. What you typed is still here.
input-required = This is needed.
input-choose = Choose one.

# Where figures come from
sources-title = Sources
sources-lead = Each figure on a page comes from a row of a table. These are the tables, whose they are and from what year.
sources-files = Tables
sources-whole = Full notes about this source
sources-more = See the whole source
sources-row = The row of this figure
sources-line = { $file }, line { $line }
sources-see-row = see the source
sources-confidence-high = source is certain
sources-confidence-medium = source is fairly certain
sources-confidence-low = source is uncertain, for information only
