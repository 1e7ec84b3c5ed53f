//! Why nothing can be swapped, as a sentence.

use nep_core::menu::swap::NoSwap;

use crate::i18n::Words;

/// The sentence.
#[must_use]
pub fn refused(words: &Words, why: &NoSwap) -> String {
    words.get(match why {
        NoSwap::BreastMilk => "plan-no-swap-milk",
        NoSwap::NoSuchPlace(_) | NoSwap::Plan(_) => "plan-not-read",
        NoSwap::NotInTheDish(_) | NoSwap::NotExchanged(_) => "plan-no-swap-part",
    })
}
