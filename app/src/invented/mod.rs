//! A made-up commune, to try things with: villages, families, three years of weighing, and what goes wrong among people.
//!
//! Children grow along true paths of z-scores: most as children of such places do, some faltering, some severely thin for a season
//! and well again, some heavy. There are slips of the board, children registered twice, dates told differently, villages that are
//! late. All of it is written as it would be: by a phone for every village, handed in at the station, which writes too.
//!
//! Everybody is invented, and called after food. Who they are comes out the same every time; their keys do not.

mod chance;
mod growing;
mod household;
mod names;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Days, Months, NaiveDate};
use nep_core::access::passphrase::{Cost, Opener};
use nep_core::foods::fold;
use nep_core::log::{DocId, Random, ScopeId, random_bytes};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::mother::Mother;
use nep_core::records::village::{Member, Village};
use nep_core::records::{Day, Family as Held};
use nep_core::vault::{Vault, VaultError, circles};

use household::{Family, Years, day, noon};

/// How much is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Villages.
    pub villages: usize,
    /// Families in each.
    pub families: usize,
    /// Months of records.
    pub months: u32,
}

impl Size {
    /// A commune: about 1,700 children and 480 pregnancies over three years.
    pub const COMMUNE: Self = Self { villages: 24, families: 58, months: 36 };
    /// Enough for a test: each story once.
    pub const SMALL: Self = Self { villages: 2, families: 8, months: 18 };
}

/// A phone's passphrase costs nothing: the phones are thrown away.
const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
/// Whoever invents another commune changes this.
const SEED: u64 = 20_260_504;
/// Every so many villages one has not handed in for two months.
const LATE: usize = 11;
const LATE_DAYS: u64 = 65;
/// Of every so many families one is told of twice, or differently.
const EVERY: u64 = 61;
const TWICE: u64 = 1;
const DIFFERENTLY: u64 = 2;

/// Makes the record file of a made-up station, as it is on the evening of `until`. `random` makes keys, `watch` is told how many
/// villages of how many are done. A file of this name appears only when it is whole.
///
/// # Errors
///
/// [`VaultError::Exists`] when the file is there already, and whatever a vault complains of.
pub fn make(
    path: &Path,
    lock: (Opener<'_>, Cost),
    size: Size,
    until: NaiveDate,
    random: &mut dyn FnMut() -> Box<dyn Random + Send>,
    watch: &mut dyn FnMut(usize, usize),
) -> Result<(), VaultError> {
    if path.exists() {
        return Err(VaultError::Exists);
    }
    let unfinished = Unfinished::beside(path)?;
    let years = Years { from: until.checked_sub_months(Months::new(size.months)).unwrap_or(until), until };
    let begun = noon(years.from);
    let mut station = Vault::create_station(&unfinished.record_file(), lock, begun, random())?;
    let commune = station.space().commune_scope();
    let named = Village { scope: commune, name: names::COMMUNE.to_owned(), hamlets: Vec::new() };
    station.record(circles::village_document(commune).doc, begun, |sitting| sitting.add(&named))?;
    let mut villages = Vec::with_capacity(size.villages);
    for nth in 0..size.villages {
        villages.push(station.add_village(&names::village(nth), begun)?);
    }
    let mut phones = Vec::with_capacity(size.villages);
    for (nth, village) in villages.iter().enumerate() {
        phones.push(Phone::join(&mut station, *village, &unfinished, nth, years, random)?);
    }
    for (nth, phone) in phones.iter_mut().enumerate() {
        watch(nth, size.villages);
        let late =
            if nth % LATE == LATE - 1 || (size.villages <= LATE && nth + 1 == size.villages) { LATE_DAYS } else { 0 };
        phone.write(&mut station, nth, Years { until: years.until - Days::new(late), ..years }, size)?;
    }
    watch(size.villages, size.villages);
    station.store().checkpoint()?;
    station.lock();
    drop(phones);
    unfinished.finish(path)
}

/// A collaborator's phone.
struct Phone {
    vault: Vault,
    village: ScopeId,
    handed_over: u64,
}

impl Phone {
    fn join(
        station: &mut Vault,
        village: ScopeId,
        folder: &Unfinished,
        nth: usize,
        years: Years,
        random: &mut dyn FnMut() -> Box<dyn Random + Send>,
    ) -> Result<Self, VaultError> {
        let clock = noon(years.from);
        let invitation = station.invite_collaborator(&[village], &[], clock)?;
        let mut source = random();
        let key: [u8; 32] = random_bytes(&mut *source);
        let path = folder.folder.join(format!("phone-{nth}.nep"));
        let vault = Vault::create_device(&path, (Opener::Platform(&key), CHEAP), invitation, clock, source)?;
        let mut phone = Self { vault, village, handed_over: 0 };
        let name = names::collaborator(nth);
        let member = Member { device: phone.vault.device(), name, role: Some("collaborator".into()), phone: None };
        station.record(circles::village_document(village).doc, clock, |sitting| sitting.add(&member))?;
        phone.take(station)?;
        Ok(phone)
    }

    /// Takes over what the station holds so far: nothing but the village's name, at the beginning.
    fn take(&mut self, station: &Vault) -> Result<(), VaultError> {
        let (file, _) = station.export(0, "", noon(NaiveDate::default()))?;
        whole(self.vault.import(&file, noon(NaiveDate::default()))?)
    }

    fn hand_over(&mut self, station: &mut Vault, on: NaiveDate) -> Result<(), VaultError> {
        let (file, reached) = self.vault.export(self.handed_over, "", noon(on))?;
        self.handed_over = reached;
        whole(station.import(&file, noon(on))?)
    }

    /// The village's years.
    fn write(&mut self, station: &mut Vault, nth: usize, years: Years, size: Size) -> Result<(), VaultError> {
        let mut odd = Vec::new();
        for at in 0..size.families {
            let number = u64::try_from(nth * size.families + at).expect("a small number");
            let family = Family::new(SEED, number, years);
            let began = noon(family.begins());
            let (doc, written) = self.vault.add_family(self.village, began, |sitting| family.begin(sitting))?;
            let written = RefCell::new(written);
            self.vault.record_several(doc, family.sittings(&written, years.until))?;
            if matches!(number % EVERY, TWICE | DIFFERENTLY) {
                odd.push((number % EVERY, doc));
            }
        }
        self.hand_over(station, years.until)?;
        for (what, doc) in odd {
            let held = self.vault.family(doc)?;
            if what == TWICE {
                self.tell_twice(station, &held, years.until)?;
            } else {
                self.tell_differently(station, doc, &held, years.until)?;
            }
        }
        self.hand_over(station, years.until)
    }

    /// The station, which did not know, registers the child from its own book: no marks, two days later.
    fn tell_twice(&self, station: &mut Vault, held: &Held, on: NaiveDate) -> Result<(), VaultError> {
        let (Some(mother), Some(child)) = (held.mothers.first(), held.children.first()) else { return Ok(()) };
        let told = Mother { name: in_plain(&mother.value.name), ..Mother::default() };
        let birth = child.value.birth.and_then(|birth| day(birth.date() + Days::new(2)));
        let name = in_plain(&child.value.name);
        let (sex, weight) = (child.value.sex, held.measurements_of(child).last().and_then(|held| held.value.weight_g));
        station.add_family(self.village, noon(on), |sitting| {
            let mother = sitting.add(&told);
            let child = sitting.add(&Child { name, sex, birth, mother: Some(mother), ..Child::default() });
            if let Some(on) = day(on) {
                sitting.add(&Measurement { weight_g: weight, ..Measurement::new(child, on) });
            }
        })?;
        Ok(())
    }

    /// Station and collaborator correct a birth date, and neither knows of the other.
    fn tell_differently(
        &mut self,
        station: &mut Vault,
        doc: DocId,
        held: &Held,
        on: NaiveDate,
    ) -> Result<(), VaultError> {
        let Some(child) = held.children.first() else { return Ok(()) };
        let moved = |days: u64| child.value.birth.map(Day::date).and_then(|birth| day(birth - Days::new(days)));
        let told = |days| Child { birth: moved(days), ..child.value.clone() };
        self.vault.record(doc, noon(on), |sitting| sitting.correct(child, &told(2)))?;
        station.record(doc, noon(on), |sitting| sitting.correct(child, &told(1)))?;
        Ok(())
    }
}

/// A name as a form without marks has it.
fn in_plain(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    fold(name).split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

/// What the other made is whole and all of it taken, or the machine is at fault.
fn whole<B>(imported: Result<nep_core::vault::Imported, B>) -> Result<(), VaultError> {
    let imported = imported.map_err(|_| VaultError::Damaged)?;
    imported.refused.first().map_or(Ok(()), |refusal| Err(VaultError::Refused(*refusal)))
}

/// A folder for what is not finished, removed when dropped.
struct Unfinished {
    folder: PathBuf,
}

impl Unfinished {
    fn beside(path: &Path) -> Result<Self, VaultError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".unfinished");
        let folder = PathBuf::from(name);
        // What a start that was broken off left behind.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        Ok(Self { folder })
    }

    fn record_file(&self) -> PathBuf {
        self.folder.join("station.nep")
    }

    fn finish(self, path: &Path) -> Result<(), VaultError> {
        fs::rename(self.record_file(), path).map_err(|error| failed(&error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Left behind it does no harm: the next start removes it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn failed(error: &std::io::Error) -> VaultError {
    use nep_core::log::StoreError;
    VaultError::Store(match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::Other(error.to_string()),
    })
}

#[cfg(test)]
mod tests;
