# pregnancy
