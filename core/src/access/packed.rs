//! A token without what can be worked out, so that a longer chain fits into a QR code.
//!
//! ```text
//! packed = [root (32), [block, …], next secret (32)]
//! block  = [version, next key (32) ++ signature (64) [++ holder's signature (64)], Biscuit block]
//! ```
//!
//! Left out: whose signature a block bears (the holder that the block before names), that every key is Ed25519, and the lengths of things
//! that have one length. About 50 bytes a block.

use biscuit_auth::format::schema;
use minicbor::{Decode, Encode};
use prost::Message;

use super::facts::read_block;
use super::token::Token;
use crate::log::DeviceId;

/// A token as a QR code carries it.
#[derive(Encode, Decode)]
#[cbor(array)]
pub struct Packed {
    #[n(0)]
    root: DeviceId,
    #[n(1)]
    blocks: Vec<PackedBlock>,
    #[cbor(n(2), with = "minicbor::bytes")]
    secret: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct PackedBlock {
    #[n(0)]
    version: u32,
    #[cbor(n(1), with = "minicbor::bytes")]
    keys: Vec<u8>,
    #[cbor(n(2), with = "minicbor::bytes")]
    facts: Vec<u8>,
}

/// Packs a token; `None` for one that is not as we make them.
pub fn pack(token: &Token) -> Option<Packed> {
    let written = schema::Biscuit::decode(token.as_bytes()).ok()?;
    let Some(schema::proof::Content::NextSecret(secret)) = written.proof.content else { return None };
    let blocks = std::iter::once(&written.authority).chain(&written.blocks).map(|block| {
        let holder = block.external_signature.iter().flat_map(|by| &by.signature);
        let keys = block.next_key.key.iter().chain(&block.signature).chain(holder).copied().collect();
        PackedBlock { version: block.version.unwrap_or(0), keys, facts: block.block.clone() }
    });
    let packed = Packed { root: token.root(), blocks: blocks.collect(), secret };
    (unpack(&packed).as_ref() == Some(token)).then_some(packed)
}

/// The token again; `None` when it never was one. Not verified.
pub fn unpack(packed: &Packed) -> Option<Token> {
    let mut holder: Option<DeviceId> = None;
    let mut blocks = Vec::with_capacity(packed.blocks.len());
    for block in &packed.blocks {
        let (next, rest) = block.keys.split_first_chunk::<32>()?;
        let (signature, by_holder) = rest.split_first_chunk::<64>()?;
        let external_signature = match (holder, by_holder.len()) {
            (None, 0) => None,
            (Some(holder), 64) => {
                Some(schema::ExternalSignature { signature: by_holder.to_vec(), public_key: key(holder.as_bytes()) })
            }
            _ => return None,
        };
        holder = Some(read_block(&block.facts)?.holder.key());
        blocks.push(schema::SignedBlock {
            block: block.facts.clone(),
            next_key: key(next),
            signature: signature.to_vec(),
            external_signature,
            version: (block.version > 0).then_some(block.version),
        });
    }
    let mut blocks = blocks.into_iter();
    let proof = schema::Proof { content: Some(schema::proof::Content::NextSecret(packed.secret.clone())) };
    let written = schema::Biscuit { root_key_id: None, authority: blocks.next()?, blocks: blocks.collect(), proof };
    Some(Token::unverified(packed.root, written.encode_to_vec()))
}

fn key(bytes: &[u8; 32]) -> schema::PublicKey {
    schema::PublicKey { algorithm: schema::public_key::Algorithm::Ed25519.into(), key: bytes.to_vec() }
}
