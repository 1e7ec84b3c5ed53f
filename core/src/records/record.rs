//! A kind of record: its table and its fields.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::change::Sitting;
use super::{Day, Fields, RecordId};

/// A kind of record. Its fields are written under their own names; what is `None`, `false` or an empty list is not written.
pub trait Record: Serialize + DeserializeOwned {
    /// The table its records stand in.
    const TABLE: &'static str;

    /// The day it is about, as entered.
    #[must_use]
    fn on(&self) -> Option<Day> {
        None
    }

    /// Its fields.
    ///
    /// # Panics
    ///
    /// Never: records are structs of plain fields.
    #[must_use]
    fn fields(&self) -> Fields {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(self) else {
            unreachable!("a record is a struct of plain fields")
        };
        fields.retain(|_, value| !value.is_null());
        fields
    }

    /// A record from its fields; unknown fields are ignored here and stay in the document.
    ///
    /// # Errors
    ///
    /// A field is missing, or is no value this app knows.
    fn from_fields(fields: Fields) -> Result<Self, serde_json::Error> {
        serde_json::from_value(Value::Object(fields))
    }
}

macro_rules! record {
    (@unseen $name:ident in $table:literal) => {
        /// Prints its table only: what a person told is in no log.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!($table, " •••"))
            }
        }
    };
    ($name:ident in $table:literal) => {
        $crate::records::record::record!(@unseen $name in $table);

        impl $crate::records::Record for $name {
            const TABLE: &'static str = $table;
        }
    };
    ($name:ident in $table:literal by $day:ident) => {
        $crate::records::record::record!(@unseen $name in $table);

        impl $crate::records::Record for $name {
            const TABLE: &'static str = $table;

            fn on(&self) -> Option<$crate::records::Day> {
                self.$day.into()
            }
        }
    };
}
pub(super) use record;

impl Sitting {
    /// Adds a record, and gives its name.
    pub fn add<T: Record>(&mut self, record: &T) -> RecordId {
        self.push(T::TABLE, record.fields())
    }
}
