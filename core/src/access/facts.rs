//! The facts of one block of a token, read from its bytes by the Biscuit schema.
//!
//! What catches people out: names are numbers of Biscuit's default symbol table; a block that brings a symbol, a rule, a check, a scope
//! or a context of its own says something a token cannot say, and is not read in part.

use biscuit_auth::format::schema::{self, term::Content};
use prost::Message;

use super::membership::Role;
use super::token::Holder;
use crate::log::{DeviceId, DocId, ScopeId};

/// Numbers of the default symbol table of the Biscuit specification.
mod symbol {
    pub const RESOURCE: u64 = 2;
    pub const TIME: u64 = 5;
    pub const ROLE: u64 = 6;
    pub const USER: u64 = 10;
    pub const GROUP: u64 = 15;
    pub const CLIENT: u64 = 18;
}

/// What one block says.
pub struct Facts {
    pub holder: Holder,
    pub role: Option<Role>,
    pub scopes: Vec<ScopeId>,
    pub docs: Vec<DocId>,
    pub expires: Option<u64>,
}

/// Reads a block; `None` when it says anything but facts we know, or one of them twice.
pub fn read_block(bytes: &[u8]) -> Option<Facts> {
    let block = schema::Block::decode(bytes).ok()?;
    let facts_alone = block.symbols.is_empty()
        && block.context.is_none()
        && block.rules.is_empty()
        && block.checks.is_empty()
        && block.scope.is_empty()
        && block.public_keys.is_empty();
    if !facts_alone {
        return None;
    }
    let (mut holder, mut role, mut expires) = (None, None, None);
    let (mut scopes, mut docs) = (Vec::new(), Vec::new());
    for fact in &block.facts {
        let [term] = fact.predicate.terms.as_slice() else { return None };
        match (fact.predicate.name, term.content.as_ref()?) {
            (symbol::USER, Content::Bytes(key)) => once(&mut holder, Holder::Device(DeviceId::new(exactly(key)?)))?,
            (symbol::CLIENT, Content::Bytes(key)) => {
                once(&mut holder, Holder::Invitation(DeviceId::new(exactly(key)?)))?
            }
            (symbol::ROLE, Content::Integer(number)) => once(&mut role, Role::from_number(*number)?)?,
            (symbol::TIME, Content::Date(seconds)) => once(&mut expires, *seconds)?,
            (symbol::GROUP, Content::Bytes(scope)) => add(&mut scopes, ScopeId::new(exactly(scope)?))?,
            (symbol::RESOURCE, Content::Bytes(doc)) => add(&mut docs, DocId::new(exactly(doc)?))?,
            _ => return None,
        }
    }
    Some(Facts { holder: holder?, role, scopes, docs, expires })
}

fn exactly<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn add<T: PartialEq>(list: &mut Vec<T>, value: T) -> Option<()> {
    if list.contains(&value) {
        return None;
    }
    list.push(value);
    Some(())
}
