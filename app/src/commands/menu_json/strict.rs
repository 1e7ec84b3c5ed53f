//! JSON read so that nothing written is lost: a member that stands twice in an object is refused, where a plain reading
//! would keep the last and say nothing.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Why a text is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// No JSON, or a number no computer holds; where.
    Syntax { line: usize, column: usize },
    /// A member written twice: its path.
    Twice(String),
}

/// The value of the whole text.
pub(super) fn parse(text: &str) -> Result<Value, Refused> {
    let twice = RefCell::new(None);
    let mut json = serde_json::Deserializer::from_str(text);
    let read = At { path: "$".to_owned(), twice: &twice }.deserialize(&mut json).and_then(|value| {
        json.end()?;
        Ok(value)
    });
    read.map_err(|error| match twice.take() {
        Some(path) => Refused::Twice(path),
        None => Refused::Syntax { line: error.line(), column: error.column() },
    })
}

struct At<'a> {
    path: String,
    twice: &'a RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(At { path: format!("{}[{}]", self.path, list.len()), twice: self.twice })?
        {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let path = format!("{}.{name}", self.path);
            if object.contains_key(&name) {
                self.twice.replace(Some(path));
                return Err(A::Error::custom("a member twice"));
            }
            let value = members.next_value_seed(At { path, twice: self.twice })?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_json_is_read_as_ever() {
        let text = r#"{"a": [1, -2, 2.5, "x", null, true, {"b": {}}]}"#;
        assert_eq!(parse(text), Ok(json!({"a": [1, -2, 2.5, "x", null, true, {"b": {}}]})));
    }

    #[test]
    fn a_member_that_stands_twice_is_named() {
        assert_eq!(parse(r#"{"a": [{"b": 1, "b": 2}]}"#), Err(Refused::Twice("$.a[0].b".to_owned())));
        assert!(parse(r#"{"a": {"b": 1}, "c": {"b": 2}}"#).is_ok(), "in two objects it may stand twice");
    }

    #[test]
    fn what_is_no_json_is_named_by_line_and_column() {
        for text in ["{\n \"grams\": 1e999}", "{\n \"grams\": NaN}", "{\n \"grams\": 1,}", "{\n \"grams\": 1"] {
            assert!(matches!(parse(text), Err(Refused::Syntax { line: 2, .. })), "{text}");
        }
        assert!(matches!(parse("{} {}"), Err(Refused::Syntax { line: 1, .. })));
        assert!(matches!(parse(&"[".repeat(100_000)), Err(Refused::Syntax { .. })), "no end of the stack");
    }
}
