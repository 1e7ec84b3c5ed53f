//! What a household does not eat, whatever it gives.

use crate::foods::FoodCode;

/// What no swap may bring to the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Avoid {
    /// No meat, fish, or what is made of them; eggs and milk are eaten.
    pub vegetarian: bool,
    /// Foods that are disliked or not borne.
    pub foods: Vec<FoodCode>,
    /// Dishes that are disliked.
    pub dishes: Vec<String>,
}
