//! A record's fields as plain values, on their way into and out of an Automerge document.
//!
//! Plain means JSON: whatever a newer app writes is read as something, and kept.

use automerge::hydrate::Value as Hydrated;
use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, ObjType, ScalarValue};
use serde_json::{Map, Value};

/// A record's fields by name.
pub type Fields = Map<String, Value>;

/// The operations that write values, numbered from the first free one.
pub(super) struct Writer {
    actor: ActorId,
    start: u64,
    ops: Vec<Op>,
}

impl Writer {
    pub(super) const fn new(actor: ActorId, start: u64) -> Self {
        Self { actor, start, ops: Vec::new() }
    }

    /// Writes a record under `key` at the root.
    pub(super) fn record(&mut self, key: &str, fields: Fields) {
        self.value(ObjectId::Root, Key::Map(key.into()), false, Value::Object(fields));
    }

    pub(super) fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    fn push(&mut self, obj: ObjectId, key: Key, insert: bool, action: OpType) -> OpId {
        let id = OpId::new(self.start + self.ops.len() as u64, &self.actor);
        self.ops.push(Op { action, obj, key, pred: Vec::new().into(), insert });
        id
    }

    fn value(&mut self, obj: ObjectId, key: Key, insert: bool, value: Value) -> OpId {
        match value {
            Value::Object(fields) => {
                let made = self.push(obj, key, insert, OpType::Make(ObjType::Map));
                for (name, field) in fields {
                    self.value(ObjectId::Id(made.clone()), Key::Map(name.into()), false, field);
                }
                made
            }
            Value::Array(items) => {
                let made = self.push(obj, key, insert, OpType::Make(ObjType::List));
                let mut after = ElementId::Head;
                for item in items {
                    let put = self.value(ObjectId::Id(made.clone()), Key::Seq(after), true, item);
                    after = ElementId::Id(put);
                }
                made
            }
            scalar => self.push(obj, key, insert, OpType::Put(scalar_of(scalar))),
        }
    }
}

fn scalar_of(value: Value) -> ScalarValue {
    match value {
        Value::Bool(flag) => ScalarValue::Boolean(flag),
        Value::String(text) => ScalarValue::Str(text.into()),
        Value::Number(number) => number
            .as_i64()
            .map(ScalarValue::Int)
            .or_else(|| number.as_f64().map(ScalarValue::F64))
            .unwrap_or(ScalarValue::Null),
        Value::Null | Value::Array(_) | Value::Object(_) => ScalarValue::Null,
    }
}

/// A value of the document as a plain one. Bytes become hex.
pub(super) fn read(value: &Hydrated) -> Value {
    match value {
        Hydrated::Map(map) => Value::Object(fields(map)),
        Hydrated::List(list) => Value::Array(list.iter().map(|item| read(&item.value)).collect()),
        Hydrated::Text(text) => Value::String(text.to_string()),
        Hydrated::Scalar(scalar) => match scalar {
            ScalarValue::Str(text) => Value::String(text.to_string()),
            ScalarValue::Int(number) | ScalarValue::Timestamp(number) => (*number).into(),
            ScalarValue::Uint(number) => (*number).into(),
            ScalarValue::F64(number) => (*number).into(),
            ScalarValue::Boolean(flag) => (*flag).into(),
            ScalarValue::Bytes(bytes) | ScalarValue::Unknown { bytes, .. } => {
                Value::String(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
            }
            ScalarValue::Counter(counter) => i64::from(counter).into(),
            ScalarValue::Null => Value::Null,
        },
    }
}

/// The fields of a map of the document, in the order of their names.
pub(super) fn fields(map: &automerge::hydrate::Map) -> Fields {
    map.iter().map(|(name, field)| (name.clone(), read(&field.value))).collect()
}
