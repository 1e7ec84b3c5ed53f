//! A document as read: its projection and its summary, made together and kept together.

use rusqlite::Connection;

use super::VaultError;
use super::cells::{self, Cell, Cells};
use super::circles::is_family;
use super::summary::Summary;
use crate::log::{Document as Place, Random};
use crate::records::village::VillageRecords;
use crate::records::{Document, Family, Roles};

/// Projection and summary of one document.
#[derive(Debug)]
pub struct Reading {
    projection: Projection,
    summary: Summary,
}

#[derive(Debug)]
enum Projection {
    Family(Box<Family>),
    Village(Box<VillageRecords>),
}

impl Reading {
    /// Reads a document.
    pub fn of(place: Place, document: &Document, roles: &Roles) -> Self {
        let ledger = document.ledger();
        if is_family(place) {
            let family = Family::of(&ledger, roles);
            let summary = Summary::of_family(&family, &ledger, roles);
            Self { projection: Projection::Family(Box::new(family)), summary }
        } else {
            let village = VillageRecords::of(&ledger, roles);
            let summary = Summary::of_village(&village, &ledger);
            Self { projection: Projection::Village(Box::new(village)), summary }
        }
    }

    /// Seals both.
    pub fn seal(self, cells: &Cells, of: Place, random: &mut dyn Random) -> Result<Sealed, VaultError> {
        let projection = match &self.projection {
            Projection::Family(family) => cells.seal_of(Cell::Projection, of, family, random)?,
            Projection::Village(village) => cells.seal_of(Cell::Projection, of, village, random)?,
        };
        let sealed = cells.seal_of(Cell::Summary, of, &self.summary, random)?;
        Ok(Sealed { of, projection, sealed, summary: self.summary })
    }

    /// Is the projection that is kept this one?
    pub fn is_kept(&self, db: &Connection, cells: &Cells, of: Place) -> Result<bool, VaultError> {
        Ok(match &self.projection {
            Projection::Family(family) => cells.projection::<Family>(db, of)?.as_ref() == Some(&**family),
            Projection::Village(village) => cells.projection::<VillageRecords>(db, of)?.as_ref() == Some(&**village),
        })
    }

    /// The summary.
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The family, when it is one's document.
    pub fn into_family(self) -> Option<Family> {
        match self.projection {
            Projection::Family(family) => Some(*family),
            Projection::Village(_) => None,
        }
    }

    /// The village, when it is one's document.
    pub fn into_village(self) -> Option<VillageRecords> {
        match self.projection {
            Projection::Village(village) => Some(*village),
            Projection::Family(_) => None,
        }
    }
}

/// A document as read, ready to be kept.
#[derive(Debug)]
pub struct Sealed {
    of: Place,
    projection: Vec<u8>,
    sealed: Vec<u8>,
    summary: Summary,
}

impl Sealed {
    /// Keeps it inside a transaction.
    pub fn write(&self, db: &Connection) -> Result<(), VaultError> {
        cells::write(db, self.of, &self.projection, &self.sealed)
    }

    /// Its document, and its summary for the index.
    pub fn into_summary(self) -> (Place, Summary) {
        (self.of, self.summary)
    }
}
