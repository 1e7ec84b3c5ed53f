# A menu to take home
take-title = Take the menu along
take-menu = Menu
take-day = Day { $day }
take-adult = Another grown-up
take-unseasoned = taken out before seasoning
take-picture = A picture of the tray to send
take-picture-foot = Nếp · a large bowl is much energy
take-print-hint = Print with the browser’s own command, on A4 or A5.
take-nutrients-in-file = The nutrients of each day are in the Excel table.
take-unknown = This menu has a dish that this device does not know.
take-to-buy = To buy, for everyone
