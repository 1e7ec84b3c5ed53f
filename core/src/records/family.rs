//! A family as read: the projection of its document that pages and reports use.
//!
//! A pure function of the document's records and the roster, so that any two phones that hold the same read the same. Kept
//! sealed beside the document, since reading it from Automerge takes longer than from its own bytes.

use serde::{Deserialize, Serialize};

use super::RecordId;
use super::care::{Dose, Referral, Supplement, Visit};
use super::change::Sitting;
use super::child::{Child, Feeding, Measurement};
use super::correction::{NotTold, Retraction};
use super::diet::{DietCheck, Dish, Menu, Price};
use super::fact::{Held, Roles};
use super::ledger::Ledger;
use super::measure::WeightG;
use super::merge::{Distinct, Link};
use super::mother::{Carer, Consent, Household, Mother, Note};
use super::pregnancy::{Pregnancy, Scan, Weighing};
use super::record::Record;
use super::shopping::{Item, List, Tick};
use super::view::{Unread, View};
use crate::growth::{self, BirthGestation, Doubt, Reading};

macro_rules! family {
    ($($(#[$doc:meta])* $table:ident: $record:ty,)*) => {
        /// A family: every table as held, by entered day. A record whose child or mother has not arrived yet is there too.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Family {
            $($(#[$doc])* #[serde(skip_serializing_if = "Vec::is_empty")] pub $table: Vec<Held<$record>>,)*
            /// Wishes to take back what a higher role wrote: it stands until somebody of that role takes it back.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub objections: Vec<Held<Retraction>>,
            /// Records this app cannot read, a newer app's most likely: say so, and that they are kept.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub unread: Vec<Unread>,
        }

        impl Family {
            /// The tables of a family's document that hold what people entered.
            pub const TABLES: &[&str] = &[$(<$record as Record>::TABLE),*];

            /// Reads a document's records.
            #[must_use]
            pub fn of(ledger: &Ledger, roles: &Roles) -> Self {
                let mut view = View::new(ledger, roles);
                Self { $($table: view.table(),)* objections: view.objections(), unread: view.into_unread() }
            }

            /// Settles a field of any of its records, see [`Sitting::settle`].
            ///
            /// # Errors
            ///
            /// [`NotTold`] when there is no such record, or `chosen` tells nothing of the field.
            pub fn settle(
                &self,
                sitting: &mut Sitting,
                (record, field): (RecordId, &str),
                chosen: RecordId,
            ) -> Result<RecordId, NotTold> {
                $(
                    if let Some(held) = self.$table.iter().find(|held| held.is(record)) {
                        return sitting.settle(held, field, chosen);
                    }
                )*
                Err(NotTold)
            }

            /// How many fields are told differently and wait for a health worker.
            #[must_use]
            pub fn disputes(&self) -> usize {
                0 $(+ self.$table.iter().map(|held| held.disputes().count()).sum::<usize>())*
            }
        }
    };
}

family! {
    /// Where they live.
    households: Household,
    /// Mothers.
    mothers: Mother,
    /// Others who feed the child.
    carers: Carer,
    /// Pregnancies.
    pregnancies: Pregnancy,
    /// Scans in pregnancy.
    scans: Scan,
    /// Weighings in pregnancy.
    weighings: Weighing,
    /// Children.
    children: Child,
    /// What was measured of children.
    measurements: Measurement,
    /// How children were fed.
    feeding: Feeding,
    /// What should be taken.
    supplements: Supplement,
    /// What was given.
    doses: Dose,
    /// Days somebody was seen.
    visits: Visit,
    /// Sent on.
    referrals: Referral,
    /// Questionnaires.
    diet_checks: DietCheck,
    /// Menus kept.
    menus: Menu,
    /// Own dishes.
    dishes: Dish,
    /// Own prices.
    prices: Price,
    /// Shopping lists.
    lists: List,
    /// Their lines.
    shopping: Item,
    /// Their ticks.
    ticks: Tick,
    /// Agreements.
    consents: Consent,
    /// Notes.
    notes: Note,
    /// Looked at, and not one person.
    distinct: Distinct,
    /// Other documents of this family.
    links: Link,
}

impl Family {
    /// A child's measurements, by entered day.
    pub fn measurements_of<'a>(&'a self, child: &'a Held<Child>) -> impl Iterator<Item = &'a Held<Measurement>> {
        self.measurements.iter().filter(|held| child.is(held.value.child))
    }

    /// A child's visits as [`growth::assess`] takes them, by entered day. Ages are counted from the birth date that is
    /// undisputed, settled or suggested; see `child.told["birth"]` for the others.
    pub fn visits_of<'a>(
        &'a self,
        child: &'a Held<Child>,
    ) -> impl Iterator<Item = (&'a Held<Measurement>, growth::Visit)> {
        self.measurements_of(child).map(|held| (held, held.value.visit(&child.value)))
    }

    /// A measurement was taken again at once, because it was doubted. Both readings are kept.
    #[must_use]
    pub fn is_repeated(&self, measurement: &Held<Measurement>) -> bool {
        self.measurements.iter().any(|other| other.value.repeats.is_some_and(|of| measurement.is(of)))
    }

    /// What is odd about a measurement, seen with the child's earlier ones: it is kept, and shown with this.
    #[must_use]
    pub fn doubts_of(&self, child: &Held<Child>, measurement: &Held<Measurement>) -> Vec<Doubt> {
        let history: Vec<growth::Visit> = self
            .measurements_of(child)
            .filter(|held| held.value.on < measurement.value.on && !self.is_repeated(held))
            .map(|held| held.value.visit(&child.value))
            .collect();
        growth::doubts(&Reading {
            visit: &measurement.value.visit(&child.value),
            birth_weight: child.value.birth_weight_g.map(WeightG::quantity),
            history: &history,
            gestation: child.value.gestation_days.and_then(|days| BirthGestation::from_days(days).ok()),
        })
    }
}
