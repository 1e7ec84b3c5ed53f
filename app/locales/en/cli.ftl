# Words of the nep command line
cli-about = Nếp: balanced menus, pregnancy weight gain and child growth, with no network
cli-lang = Language: vi or en
cli-growth = Child growth by the WHO standards
cli-pregnancy = Weight gain in pregnancy
cli-menu = Menus
