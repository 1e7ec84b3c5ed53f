//! The bits that lie in a bowl: a kind per ingredient one would recognise from above.
//!
//! Drawn in the units of a vessel whose rim has radius 100, about the origin. Colours are custom properties of the
//! style sheet (`menu.css`), so that the same drawing serves the light theme, the dark one and print.

/// What a bit lies on, lowest first: a bowl is drawn layer by layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// Noodles, a swirl of milk: what fills the bowl.
    Bed,
    /// Grains, beans, kernels.
    Small,
    /// Pieces one could count.
    Piece,
    /// Herbs and seeds strewn at the end.
    Garnish,
}

macro_rules! bits {
    ($($name:ident $code:literal $layer:ident $reach:literal $drawing:literal)*) => {
        /// A kind of bit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is named for the food it shows")]
        pub enum Bit { $($name),* }

        impl Bit {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in `dish_pictures.tsv`; its symbol's id is `b-` and this.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// How far it reaches from its middle.
            pub(super) const fn reach(self) -> f64 {
                match self { $(Self::$name => $reach),* }
            }

            pub(super) const fn layer(self) -> Layer {
                match self { $(Self::$name => Layer::$layer),* }
            }

            pub(super) const fn drawing(self) -> &'static str {
                match self { $(Self::$name => $drawing),* }
            }
        }
    };
}

bits! {
    // 1: cereals, roots and tubers
    Grain "grain" Small 7.0 r#"<path d="M0-7.5C3-5 3 5 0 7.5-3 5-3-5 0-7.5Z" fill="var(--b-rice)"/>"#
    YoungRice "young-rice" Small 7.0 r#"<path d="M0-7C4-5 4 5 0 7-4 5-4-5 0-7Z" fill="var(--b-leaf2)"/>"#
    Gac "gac" Small 7.0 r#"<path d="M0-7.5C3.4-5 3.4 5 0 7.5-3.4 5-3.4-5 0-7.5Z" fill="var(--b-red2)"/>"#
    Noodle "noodle" Bed 30.0 r#"<path d="M-32 6C-20-16 0-14 6 0S26 12 32-6M-30 14C-16-4 0-2 8 9S24 20 30 4M-26-4C-14-22 6-22 14-9S26 0 31-14" fill="none" stroke="var(--b-noodle)" stroke-width="3.4" stroke-linecap="round"/>"#
    Corn "corn" Small 7.0 r#"<path d="M-5-5Q0-8 5-5L4 5Q0 8-4 5Z" fill="var(--b-corn)"/>"#
    Cob "cob" Piece 30.0 r#"<rect x="-46" y="-15" width="92" height="30" rx="15" fill="var(--b-corn)"/><path d="M-38-6H38M-40 2H40M-36 9H36" stroke="var(--b-ban2)" stroke-width="2.4" stroke-dasharray="5 3"/>"#
    Tuber "tuber" Piece 22.0 r#"<ellipse rx="25" ry="17" fill="var(--b-skin)"/><ellipse rx="21" ry="13" fill="var(--b-corn)"/><path d="M-10-3C-4-6 5-6 10-2" stroke="var(--b-ban2)" stroke-width="2" fill="none" stroke-linecap="round"/>"#
    Potato "potato" Piece 17.0 r#"<path d="M-15-10Q-6-17 8-14 18-9 16 4 12 16-3 15-17 12-17 0Z" fill="var(--b-potato)"/><path d="M-9-5Q0-10 8-6" stroke="var(--b-tofu)" stroke-width="2.4" fill="none" stroke-linecap="round"/>"#
    Taro "taro" Piece 16.0 r#"<rect x="-14" y="-13" width="28" height="26" rx="7" fill="var(--b-taro)"/><path d="M-8-5l4 1M3-7l4 1M-5 5l4 1M5 3l3 1" stroke="var(--b-skin)" stroke-width="2" stroke-linecap="round"/>"#
    Bread "bread" Piece 30.0 r#"<path d="M-38 4Q-36-18 0-19 36-18 38 4 36 18 0 19-36 18-38 4Z" fill="var(--b-crust)"/><path d="M-20-7l9 12M-2-9l9 13M15-7l8 10" stroke="var(--b-fat)" stroke-width="4" stroke-linecap="round"/>"#
    Cake "cake" Piece 24.0 r#"<rect x="-27" y="-17" width="54" height="34" rx="13" fill="var(--b-white)" stroke="var(--b-rice)" stroke-width="2.4"/><path d="M-14-6Q0-12 14-6" stroke="var(--b-rice)" stroke-width="2.4" fill="none" stroke-linecap="round"/>"#
    Bun "bun" Piece 27.0 r#"<circle r="27" fill="var(--b-white)" stroke="var(--b-rice)" stroke-width="2.4"/><path d="M0 0Q-9-7-15-6M0 0Q7-9 6-16M0 0Q9 5 16 3M0 0Q-3 9-1 16" stroke="var(--b-rice)" stroke-width="2.6" fill="none" stroke-linecap="round"/>"#
    Wrap "wrap" Piece 26.0 r#"<path d="M-28 10Q-26-20 4-24 27-18 26 8 0 22-28 10Z" fill="var(--b-tofu)" stroke="var(--b-crust)" stroke-width="2.4"/><circle cx="-8" cy="-4" r="2" fill="var(--b-dark)"/><circle cx="7" cy="-9" r="2" fill="var(--b-dark)"/><circle cx="9" cy="5" r="2" fill="var(--b-dark)"/>"#
    Roll "roll" Piece 24.0 r#"<rect x="-32" y="-13" width="64" height="26" rx="13" fill="var(--b-white)" stroke="var(--b-rice)" stroke-width="2"/><path d="M-22-3Q-8-9 4-3T22-2" stroke="var(--b-leaf2)" stroke-width="5" fill="none" stroke-linecap="round"/><path d="M-20 6H16" stroke="var(--b-shrimp)" stroke-width="4" stroke-linecap="round"/>"#
    Chung "chung" Piece 40.0 r#"<rect x="-44" y="-44" width="88" height="88" rx="9" fill="var(--b-leaf)"/><rect x="-37" y="-37" width="74" height="74" rx="6" fill="var(--b-leaf2)"/><path d="M-13-44V44M13-44V44M-44-13H44M-44 13H44" stroke="var(--b-fat)" stroke-width="4"/>"#
    // 2: beans, nuts, seeds
    Tofu "tofu" Piece 17.0 r#"<rect x="-17" y="-15" width="34" height="30" rx="5" fill="var(--b-tofu)" stroke="var(--b-crust)" stroke-width="2.4"/><path d="M-10-8H3" stroke="var(--b-white)" stroke-width="3" stroke-linecap="round"/>"#
    Bean "bean" Small 6.0 r#"<ellipse rx="5" ry="6.6" fill="var(--b-ban2)"/>"#
    BlackBean "black-bean" Small 7.0 r#"<ellipse rx="5.4" ry="7.4" fill="var(--b-dark)"/><path d="M-1.6-3V2" stroke="var(--b-white)" stroke-width="1.6" stroke-linecap="round"/>"#
    Pea "pea" Small 6.0 r#"<circle r="6.4" fill="var(--b-leaf2)"/><circle cx="-2" cy="-2" r="2" fill="var(--b-pale)"/>"#
    Nut "nut" Small 8.0 r#"<ellipse rx="6.6" ry="9.4" fill="var(--b-nut)"/><path d="M0-5.6V5.6" stroke="var(--b-fat)" stroke-width="1.8" stroke-linecap="round"/>"#
    Lotus "lotus" Small 9.0 r#"<ellipse rx="8.4" ry="10" fill="var(--b-tofu)" stroke="var(--b-crust)" stroke-width="1.8"/><path d="M0-9V-4" stroke="var(--b-leaf2)" stroke-width="2.4" stroke-linecap="round"/>"#
    Seed "seed" Garnish 3.0 r#"<ellipse rx="2.3" ry="3.5" fill="var(--b-dark)"/>"#
    Coconut "coconut" Piece 16.0 r#"<path d="M-18 5Q-16-14 8-16L17-7Q-3-6-9 10Z" fill="var(--b-white)" stroke="var(--b-nut)" stroke-width="2.4"/>"#
    // 3: milk
    Swirl "swirl" Bed 44.0 r#"<path d="M-42 8C-34-34 30-38 38-4 42 26-8 36-17 9-21-8 8-17 15-2" fill="none" stroke="var(--b-swirl)" stroke-width="8" stroke-linecap="round"/>"#
    Cheese "cheese" Piece 22.0 r#"<path d="M-24 15L20-18 24 15Z" fill="var(--b-corn)"/><circle cx="4" cy="5" r="4.4" fill="var(--b-ban2)"/><circle cx="15" cy="-4" r="3" fill="var(--b-ban2)"/>"#
    Jelly "jelly" Piece 16.0 r#"<rect x="-13" y="-13" width="26" height="26" rx="7" fill="var(--b-white)" fill-opacity=".72" stroke="var(--b-swirl)" stroke-width="2"/>"#
    // 4: meat, fish, shellfish
    Chunk "chunk" Piece 17.0 r#"<path d="M-16-9Q-14-16-5-15L10-14Q18-13 17-4L16 9Q15 16 6 15L-10 15Q-18 14-17 5Z" fill="var(--b-meat)"/><path d="M-11-6Q-2-10 10-7" stroke="var(--b-fat)" stroke-width="3" stroke-linecap="round" fill="none"/>"#
    Mince "mince" Small 9.0 r#"<circle cx="-3.6" cy="-2" r="6.6" fill="var(--b-meat)"/><circle cx="5" cy="3" r="5" fill="var(--b-meat2)"/>"#
    Ball "ball" Piece 19.0 r#"<circle r="19" fill="var(--b-meat)"/><path d="M-10-7Q-4-14 5-12" stroke="var(--b-fat)" stroke-width="3.4" stroke-linecap="round" fill="none"/><circle cx="6" cy="5" r="2" fill="var(--b-meat2)"/><circle cx="-6" cy="7" r="2" fill="var(--b-meat2)"/>"#
    Sausage "sausage" Piece 20.0 r#"<circle r="20" fill="var(--b-fish)" stroke="var(--b-crust)" stroke-width="2.6"/><circle cx="-6" cy="-4" r="1.8" fill="var(--b-crust)"/><circle cx="6" cy="6" r="1.8" fill="var(--b-crust)"/><circle cx="7" cy="-7" r="1.8" fill="var(--b-crust)"/>"#
    Liver "liver" Piece 17.0 r#"<path d="M-18 2Q-15-16 3-14 20-11 17 3 12 15-3 12-13 13-18 2Z" fill="var(--b-meat2)"/><path d="M-9-3Q0-9 9-5" stroke="var(--b-meat)" stroke-width="3" stroke-linecap="round" fill="none"/>"#
    Floss "floss" Small 11.0 r#"<path d="M-12 3Q-3-8 2 0T13-4M-9 8Q2-2 10 6" stroke="var(--b-nut)" stroke-width="2.6" stroke-linecap="round" fill="none"/>"#
    Steak "steak" Piece 33.0 r#"<path d="M-34 6C-35-20-14-31 3-31 23-31 36-17 34 6 33 24 17 31 0 31-17 31-34 25-34 6Z" fill="var(--b-fish)" stroke="var(--b-meat2)" stroke-width="4.4"/><circle cy="-6" r="5.6" fill="var(--b-meat2)"/><path d="M-21 8C-14 17-6 18 0 18M21 8C14 17 6 18 0 18M-18-11C-13-18-7-20-4-20M18-11C13-18 7-20 4-20" stroke="var(--b-fat)" stroke-width="2.6" fill="none" stroke-linecap="round"/>"#
    Flake "flake" Piece 14.0 r#"<path d="M-15 3Q-12-10 3-11 16-9 15 1 10 11-3 10-12 10-15 3Z" fill="var(--b-fish)"/><path d="M-8 0Q-2-6 7-5M-5 5Q2 0 9 1" stroke="var(--b-meat)" stroke-width="1.8" fill="none" stroke-linecap="round"/>"#
    Eel "eel" Piece 18.0 r#"<path d="M-18 4Q-8-12 2-1T19-6" stroke="var(--b-meat2)" stroke-width="11" fill="none" stroke-linecap="round"/><path d="M-17 2Q-8-12 2-3T18-8" stroke="var(--b-meat)" stroke-width="3" fill="none" stroke-linecap="round"/>"#
    Squid "squid" Piece 16.0 r#"<circle r="12" fill="none" stroke="var(--b-white)" stroke-width="8"/><circle r="16" fill="none" stroke="var(--b-fish)" stroke-width="2"/>"#
    Shrimp "shrimp" Piece 20.0 r#"<path d="M13-17C-12-20-22 6-8 19" fill="none" stroke="var(--b-shrimp)" stroke-width="12" stroke-linecap="round"/><path d="M4-21l-1 9M-8-15l6 6M-15-3l9 1M-13 9l8-3" stroke="var(--b-shrimp2)" stroke-width="2.2" stroke-linecap="round"/><path d="M-8 19l-6 7M-8 19l3 8" stroke="var(--b-shrimp2)" stroke-width="3.4" stroke-linecap="round"/>"#
    Crab "crab" Small 9.0 r#"<circle cx="-4" cy="1" r="6.4" fill="var(--b-shrimp)"/><circle cx="5" cy="-3" r="4.6" fill="var(--b-shrimp2)"/><circle cx="4" cy="6" r="3.4" fill="var(--b-shrimp)"/>"#
    Shell "shell" Piece 13.0 r#"<path d="M0 12Q-17 6-12-8 0-18 12-8 17 6 0 12Z" fill="var(--b-fat)" stroke="var(--b-meat2)" stroke-width="2"/><path d="M0 11V-9M-1 11L-8-5M1 11L8-5" stroke="var(--b-meat)" stroke-width="1.8"/>"#
    // 5: eggs
    Egg "egg" Piece 27.0 r#"<ellipse rx="23" ry="29" fill="var(--b-white)" stroke="var(--b-rice)" stroke-width="1.6"/><circle cy="4" r="13" fill="var(--b-yolk)"/><circle cx="-4" cy="-1" r="3.6" fill="var(--b-corn)"/>"#
    Yolk "yolk" Piece 15.0 r#"<circle r="14" fill="var(--b-yolk)"/><circle cx="-4" cy="-4" r="4" fill="var(--b-corn)"/>"#
    Omelette "omelette" Piece 19.0 r#"<path d="M-19-4Q-13-17 2-16 18-14 19 0 15 14 0 15-17 14-19-4Z" fill="var(--b-corn)"/><path d="M-10-3Q-4-9 4-8M-4 6Q4 8 10 3" stroke="var(--b-yolk)" stroke-width="3.4" fill="none" stroke-linecap="round"/>"#
    Flan "flan" Bed 50.0 r#"<circle r="58" fill="var(--b-corn)"/><circle r="47" fill="var(--b-nut)"/><path d="M-30-16Q-14-34 12-32" stroke="var(--b-fat)" stroke-width="6" stroke-linecap="round" fill="none"/>"#
    // 6: dark green leaves, orange and red vegetables and fruit
    Leaf "leaf" Piece 19.0 r#"<path d="M0-22C12-12 13 7 0 22-13 7-12-12 0-22Z" fill="var(--b-leaf)"/><path d="M0-16V19M0-4l5-5M0-4l-5-5M0 6l6-5M0 6l-6-5" stroke="var(--b-vein)" stroke-width="1.7" fill="none" stroke-linecap="round"/>"#
    RollLeaf "roll-leaf" Piece 22.0 r#"<rect x="-27" y="-11" width="54" height="22" rx="10" fill="var(--b-leaf)"/><path d="M-20-3Q0-8 20-3M-14 5H15" stroke="var(--b-vein)" stroke-width="2" fill="none" stroke-linecap="round"/>"#
    Stem "stem" Piece 20.0 r#"<path d="M-21 8C-10-10 7 13 21-6" stroke="var(--b-leaf2)" stroke-width="6" stroke-linecap="round" fill="none"/><path d="M10 3C14-11 23-12 24-13 25-3 20 6 10 3Z" fill="var(--b-leaf)"/>"#
    Floret "floret" Piece 18.0 r#"<path d="M-4 19L-3 4H4L6 19Z" fill="var(--b-pale)"/><circle cx="-9" cy="-1" r="9" fill="var(--b-leaf)"/><circle cx="9" cy="-1" r="9" fill="var(--b-leaf)"/><circle cy="-9" r="11" fill="var(--b-leaf2)"/><circle cx="-4" cy="-10" r="2" fill="var(--b-vein)"/><circle cx="5" cy="-6" r="2" fill="var(--b-vein)"/>"#
    Herb "herb" Garnish 6.0 r#"<path d="M0-7.5C4.4-4 4.4 4 0 7.5-4.4 4-4.4-4 0-7.5Z" fill="var(--b-leaf)"/>"#
    Chive "chive" Garnish 12.0 r#"<path d="M-13 4Q0-6 13-3" stroke="var(--b-leaf)" stroke-width="4" stroke-linecap="round" fill="none"/>"#
    Carrot "carrot" Piece 14.0 r#"<circle r="14" fill="var(--b-orange2)"/><circle r="11" fill="var(--b-orange)"/><path d="M0-7V7M-6-3.5 6 3.5M-6 3.5 6-3.5" stroke="var(--b-orange2)" stroke-width="1.8" stroke-linecap="round"/>"#
    Pumpkin "pumpkin" Piece 18.0 r#"<path d="M-20-4Q0-22 20-4L16 9Q0-3-16 9Z" fill="var(--b-orange)"/><path d="M-16 9Q0-3 16 9" stroke="var(--b-leaf)" stroke-width="4" fill="none"/>"#
    Tomato "tomato" Piece 17.0 r#"<circle r="16.5" fill="var(--b-red2)"/><circle r="12" fill="var(--b-red)"/><path d="M0-10V10M-9-5 9 5M-9 5 9-5" stroke="var(--b-red2)" stroke-width="2.6"/>"#
    Beet "beet" Piece 15.0 r#"<circle r="15" fill="var(--b-skin)"/><circle r="10" fill="none" stroke="var(--b-taro)" stroke-width="2"/>"#
    Papaya "papaya" Piece 30.0 r#"<path d="M-36-12C-26 22 26 22 36-12 28 34-28 34-36-12Z" fill="var(--b-orange2)"/><path d="M-31-12C-22 14 22 14 31-12 20 5-20 5-31-12Z" fill="var(--b-orange)"/>"#
    Mango "mango" Piece 22.0 r#"<path d="M-26 8Q-22-20 6-19 26-14 24 6 4 20-26 8Z" fill="var(--b-yolk)"/><path d="M-14 2L-2-12M-3 6L9-9M9 7L18-4" stroke="var(--b-orange)" stroke-width="2.4" stroke-linecap="round"/>"#
    Orange "orange" Piece 24.0 r#"<path d="M-27-9A28 28 0 0 0 27-9Z" fill="var(--b-orange2)"/><path d="M-22-8A22 22 0 0 0 22-8Z" fill="var(--b-orange)"/><path d="M0-8V13M0-8L-13 7M0-8L13 7" stroke="var(--b-fat)" stroke-width="2"/>"#
    // 7: other vegetables and fruit
    Gourd "gourd" Piece 17.0 r#"<path d="M-18-9A18 18 0 0 0 18-9Q17-13 13-13H-13Q-17-13-18-9Z" fill="var(--b-pale2)"/><path d="M-18-9A18 18 0 0 0 18-9" stroke="var(--b-leaf2)" stroke-width="4" fill="none" stroke-linecap="round"/>"#
    Cucumber "cucumber" Piece 16.0 r#"<circle r="16" fill="var(--b-leaf2)"/><circle r="12.6" fill="var(--b-pale2)"/><circle cy="-5" r="1.7" fill="var(--b-leaf2)"/><circle cx="5" cy="3" r="1.7" fill="var(--b-leaf2)"/><circle cx="-5" cy="3" r="1.7" fill="var(--b-leaf2)"/>"#
    BitterGourd "bitter-gourd" Piece 17.0 r#"<circle r="12" fill="none" stroke="var(--b-leaf2)" stroke-width="9" stroke-dasharray="6 2.4"/><circle r="10" fill="none" stroke="var(--b-pale2)" stroke-width="3"/>"#
    Eggplant "eggplant" Piece 20.0 r#"<ellipse rx="23" ry="15" fill="var(--b-skin)"/><ellipse rx="18" ry="10.6" fill="var(--b-potato)"/><path d="M-8-2h3M2 3h3M8-3h3" stroke="var(--b-nut)" stroke-width="2" stroke-linecap="round"/>"#
    LongBean "long-bean" Piece 20.0 r#"<path d="M-23 7Q-4-6 23-8" stroke="var(--b-leaf)" stroke-width="8" stroke-linecap="round" fill="none"/><path d="M-18 4Q-2-5 18-8" stroke="var(--b-vein)" stroke-width="1.8" stroke-linecap="round" fill="none"/>"#
    Cabbage "cabbage" Piece 19.0 r#"<path d="M-20 2Q-18-18 2-19 20-17 20 1 15 18-2 18-17 16-20 2Z" fill="var(--b-pale)"/><path d="M0 17V-12M0 5L-11-5M0 5L11-5" stroke="var(--b-pale2)" stroke-width="3" fill="none" stroke-linecap="round"/>"#
    Sprout "sprout" Piece 16.0 r#"<path d="M-17 9Q-2-10 13 1" stroke="var(--b-white)" stroke-width="4.6" stroke-linecap="round" fill="none"/><circle cx="14" cy="2" r="5" fill="var(--b-ban2)"/>"#
    Bamboo "bamboo" Piece 18.0 r#"<path d="M-21 9L-14-11 20-3 18 7Z" fill="var(--b-ban)" stroke="var(--b-ban2)" stroke-width="2"/><path d="M-10-5L-13 5M1-4L0 6M11-2V6" stroke="var(--b-ban2)" stroke-width="2"/>"#
    Radish "radish" Piece 15.0 r#"<circle r="15" fill="var(--b-white)" stroke="var(--b-rice)" stroke-width="2"/><circle r="8" fill="none" stroke="var(--b-rice)" stroke-width="1.6"/>"#
    Onion "onion" Piece 17.0 r#"<path d="M-17 9A19 19 0 0 1 17 9M-9 10A11 11 0 0 1 10 9" fill="none" stroke="var(--b-white)" stroke-width="5" stroke-linecap="round"/><path d="M-17 9A19 19 0 0 1 17 9" fill="none" stroke="var(--b-taro)" stroke-width="1.4"/>"#
    LotusRoot "lotus-root" Piece 17.0 r#"<circle r="17" fill="var(--b-tofu)" stroke="var(--b-rice)" stroke-width="2"/><g fill="var(--b-nut)"><circle r="2.6"/><circle cy="-9" r="2.4"/><circle cx="8" cy="-4" r="2.4"/><circle cx="8" cy="5" r="2.4"/><circle cy="10" r="2.4"/><circle cx="-8" cy="5" r="2.4"/><circle cx="-8" cy="-4" r="2.4"/></g>"#
    Mushroom "mushroom" Piece 16.0 r#"<path d="M-5 2H5L6 14Q0 18-6 14Z" fill="var(--b-tofu)"/><path d="M-17 4Q-15-15 0-15 15-15 17 4 8 8 0 8-8 8-17 4Z" fill="var(--b-nut)"/><path d="M-8-5Q-3-10 3-9" stroke="var(--b-fat)" stroke-width="2.6" stroke-linecap="round" fill="none"/>"#
    FloretWhite "floret-white" Piece 18.0 r#"<path d="M-4 19L-3 4H4L6 19Z" fill="var(--b-pale)"/><circle cx="-9" cy="-1" r="9" fill="var(--b-tofu)"/><circle cx="9" cy="-1" r="9" fill="var(--b-tofu)"/><circle cy="-9" r="11" fill="var(--b-white)"/>"#
    Seaweed "seaweed" Piece 20.0 r#"<path d="M-21 4Q-12-13-3 1T14-2 22 6" stroke="var(--b-dark)" stroke-width="8" fill="none" stroke-linecap="round"/><path d="M-19 2Q-12-11-3 0T13-4" stroke="var(--b-leaf)" stroke-width="3" fill="none" stroke-linecap="round"/>"#
    Banana "banana" Piece 15.0 r#"<circle r="14.6" fill="var(--b-ban)" stroke="var(--b-ban2)" stroke-width="2.6"/><g fill="var(--b-ban2)"><circle cy="-4.4" r="1.7"/><circle cx="4" cy="2.8" r="1.7"/><circle cx="-4" cy="2.8" r="1.7"/></g>"#
    Pineapple "pineapple" Piece 17.0 r#"<path d="M-18-8Q0-17 18-8L8 12Q0 7-8 12Z" fill="var(--b-corn)"/><path d="M-8-10L-4 8M8-10L4 8M-13-2Q0-9 13-2" stroke="var(--b-ban2)" stroke-width="1.8" fill="none"/>"#
    Guava "guava" Piece 28.0 r#"<path d="M-32-14A33 33 0 0 0 32-14Z" fill="var(--b-leaf2)"/><path d="M-26-13A27 27 0 0 0 26-13Z" fill="var(--b-pale2)"/><g fill="var(--b-ban2)"><circle cx="-10" cy="-7" r="2.3"/><circle cy="-3" r="2.3"/><circle cx="10" cy="-7" r="2.3"/><circle cx="-5" cy="3" r="2"/><circle cx="6" cy="2" r="2"/></g>"#
    Apple "apple" Piece 24.0 r#"<path d="M-28-10Q0 26 28-10 24 26 0 27-24 26-28-10Z" fill="var(--b-red)"/><path d="M-24-9Q0 20 24-9 18 12 0 14-18 12-24-9Z" fill="var(--b-ban)"/>"#
    Melon "melon" Piece 30.0 r#"<path d="M-34-15A35 35 0 0 0 34-15Z" fill="var(--b-leaf)"/><path d="M-29-15A30 30 0 0 0 29-15Z" fill="var(--b-pale2)"/><path d="M-25-15A26 26 0 0 0 25-15Z" fill="var(--b-red)"/><g fill="var(--b-dark)"><ellipse cx="-10" cy="-8" rx="1.8" ry="2.8"/><ellipse cx="1" cy="-3" rx="1.8" ry="2.8"/><ellipse cx="11" cy="-8" rx="1.8" ry="2.8"/></g>"#
    Dragon "dragon" Piece 18.0 r#"<circle r="18" fill="var(--b-white)" stroke="var(--b-red)" stroke-width="3"/><g fill="var(--b-dark)"><circle cx="-6" cy="-6" r="1.4"/><circle cx="5" cy="-8" r="1.4"/><circle cx="8" cy="2" r="1.4"/><circle cy="1" r="1.4"/><circle cx="-8" cy="5" r="1.4"/><circle cx="2" cy="9" r="1.4"/></g>"#
    Lychee "lychee" Piece 14.0 r#"<circle r="14" fill="var(--b-white)" stroke="var(--b-swirl)" stroke-width="2"/><circle cx="4" cy="4" r="3.4" fill="var(--b-nut)"/>"#
    Plum "plum" Piece 15.0 r#"<circle r="15" fill="var(--b-skin)"/><path d="M-7-6Q-2-11 4-9" stroke="var(--b-taro)" stroke-width="3" stroke-linecap="round" fill="none"/>"#
    Avocado "avocado" Piece 22.0 r#"<path d="M0-26C12-22 20-4 20 7 18 20 9 25 0 25-9 25-18 20-20 7-20-4-12-22 0-26Z" fill="var(--b-leaf2)"/><path d="M0-19C8-16 14-3 14 7 12 15 7 18 0 18-7 18-12 15-14 7-14-3-8-16 0-19Z" fill="var(--b-pale2)"/><circle cy="6" r="8" fill="var(--b-nut)"/>"#
    // 8: oil
    Drop "drop" Garnish 5.0 r#"<circle r="4.6" fill="var(--b-yolk)" fill-opacity=".8"/>"#
}

impl Bit {
    /// The kind called `code` in `dish_pictures.tsv`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|bit| bit.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_one_kind() {
        for &bit in Bit::ALL {
            assert_eq!(Bit::from_code(bit.code()), Some(bit));
        }
    }

    #[test]
    fn every_bit_and_vessel_of_the_dish_table_is_drawn() {
        for picture in nep_core::foods::Picture::all() {
            assert!(crate::tray::Vessel::from_code(picture.vessel).is_some(), "{}", picture.dish);
            for (code, _) in picture.bits {
                assert!(Bit::from_code(code).is_some(), "{}: {code}", picture.dish);
            }
        }
    }

    #[test]
    fn drawings_take_their_colours_from_the_style_sheet() {
        for bit in Bit::ALL {
            assert!(!bit.drawing().contains('#') && !bit.drawing().contains("style="), "{}", bit.code());
        }
    }
}
