# Exchanging records with a station or a server
sync-about = Exchange records with a station or a server: hand over what is new here, take what is new there
sync-to = Address of the station or server, such as https://192.168.1.20:8443, or the code of the station; not given: where it is known to be
sync-fingerprint = Fingerprint of the station's key, 64 hex digits, as the station prints it
sync-repetitions = How often to ask again when there is no answer (usually { $usual })
sync-progress = Sent { $sent } entries, received { $received }…
sync-done = Handed over { $sent } entries, received { $received } ({ $kilobytes } KB, { $requests } requests).
sync-read = Updated { $documents } records.
sync-entry-refused = The other side did not take entry { $entry }: { $why }.
sync-not-kept = One entry was not taken: { $why }.
sync-newer = Some entries were written by a newer Nếp; update Nếp to read them.
sync-hub-forgot = The other side had lost something; Nếp sent everything again.
sync-clock = The clocks here and there differ by about { $days } days. Please set the date and time.
sync-receipts = Wrote { $count } receipts.
sync-month = { $village }, month { $month }: { $written } entries written, { $confirmed } confirmed by the station
sync-via-hub = a server
sync-via-lan = the station's network

# Not reached
sync-address = this is not the address of a station or server; an address begins with https://
sync-not-sealed = records are exchanged with another machine over https only.
sync-no-route = this address cannot be reached. Check the network, the address, or whether the station is on. Everything is still on this device.
sync-other-key = whoever is at this address does not have the key that the station showed. Nothing was sent. Get the fingerprint from the station again.
sync-not-vouched = nobody vouches for whoever is at this address. Nothing was sent. For a station, add --fingerprint.
sync-no-hub = something else answers at this address, no Nếp station or server. If the Wi-Fi wants a login, log in first.
sync-cut = the network broke off in between. What arrived is kept; the next time goes on from there.
sync-stopped = stopped as you wished. What arrived is kept; the next time goes on from there.
sync-inconsistent = the other side's answers do not fit together; stopped, nothing is lost. Tell whoever runs the server.

# Denied
sync-malformed = the other side does not understand the request.
sync-hub-older = the other side has an older Nếp; update it there.
sync-unproven = the other side does not take this request: the address given here is not its name.
sync-stale = the other side has heard a later request of this very device; perhaps this record file is used on two machines.
sync-unknown = the other side does not know this device. Join again by an invitation of the station.
sync-expired = this device's rights have run out. See the station to have them renewed.
sync-revoked = the station has removed this device from the commune: the other side takes and gives nothing more. What was written is still on this device; see the station.
sync-not-allowed = this device may not read what it asked for.
sync-too-large = one entry is larger than the other side takes.
sync-busy = the other side is busy; try again in { $seconds } seconds.
sync-other-commune = this server does not serve your commune.
sync-full = the other side has no room left for this commune; nothing is lost, tell whoever runs it.
sync-failed = the other side had a fault and kept nothing of this; try again later.
sync-denied = the other side declined for a reason this Nếp does not know ({ $code }).

# Why an entry is not taken
sync-refusal-malformed = not the form of an entry
sync-refusal-too-large = too large
sync-refusal-newer = written by a newer Nếp
sync-refusal-other-commune = of another commune
sync-refusal-bad-signature = the signature is wrong
sync-refusal-unknown-author = its author is not known yet
sync-refusal-not-allowed = its author has no right to it
sync-refusal-revoked = the device that wrote it was removed
sync-refusal-erased = the record was erased on request; it cannot come back
sync-refusal-number-twice = another entry of the same device has this number
sync-refusal-invitation-used = another device used the invitation
sync-refusal-other = a reason not known here ({ $code })

# The station
station-about = Open the station: pages over the commune's records, phones on the network hand in, and sync with a server when online
station-lan = Let phones hand in at this address, such as 0.0.0.0:8443 (not given: they cannot)
station-upward = Sync with this server whenever there is a network
station-upward-fingerprint = Fingerprint of that server's key, where nobody vouches for it
station-made-up = If there are no records yet: make an invented commune to try things with
station-reached = Phones hand in at { $address }
    Fingerprint: { $fingerprint }
station-no-lan = Phones cannot hand in here; to let them, start again with --lan 0.0.0.0:8443
station-goes-up = When there is a network, it syncs with { $address }
station-lan-failed = phones cannot hand in at { $address }: { $why }.
station-making-up = There are no records here: making an invented commune to try things with, about a minute…
station-made-up-so-far = Made { $done } of { $of } villages
sync-which = it is not known where to sync: give --to and the address or code of the station.
station-code = Code of the station: { $code }
