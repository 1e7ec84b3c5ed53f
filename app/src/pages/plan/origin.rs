//! Where a plan was built: the wizard's answers, carried from page to page under `b`, so that the way back leads to the
//! proposals and to what was typed, and not to a new beginning.

use maud::{Markup, html};

use crate::pages::View;
use crate::pages::view::escape;

/// The wizard's answers as an address asks them; none for a plan that was not built there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin(Option<String>);

impl Origin {
    /// The name in the address.
    const NAME: &'static str = "b";

    /// Of these answers.
    pub const fn of(query: String) -> Self {
        Self(Some(query))
    }

    /// As this page's address has it.
    pub fn read(view: &View) -> Self {
        Self(view.query(Self::NAME).map(str::to_owned))
    }

    /// An address that ends in a query, with it.
    pub fn address(&self, address: &str) -> String {
        match &self.0 {
            Some(query) => format!("{address}&{}={}", Self::NAME, escape(query)),
            None => address.to_owned(),
        }
    }

    /// The same for a form.
    pub fn field(&self) -> Markup {
        html! { @if let Some(query) = &self.0 { input type="hidden" name=(Self::NAME) value=(query); } }
    }

    /// How many letters it adds to a link.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, String::len)
    }

    /// The way back: to the proposals, else to the bank.
    pub fn back(&self) -> String {
        self.0.as_ref().map_or_else(|| "/menus".to_owned(), |query| format!("/build/result?{query}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_as_they_were_carried() {
        let query = "k0=pregnant&n0=26&no=c%C3%A1&budget=60.000%20%C4%91";
        let origin = Origin::of(query.to_owned());
        let address = origin.address("/plan?p=1~north");
        let app = crate::server::App::new(8080, "secret", chrono::NaiveDate::default);
        let view = View::read(&address.parse().expect("an address"), &axum::http::HeaderMap::new(), &app);
        assert_eq!(Origin::read(&view), origin);
        assert_eq!(view.query("p"), Some("1~north"), "and nothing else is asked");
        assert_eq!(origin.back(), format!("/build/result?{query}"));
        assert_eq!(Origin::default().back(), "/menus");
        assert_eq!(Origin::default().address("/plan?p=1"), "/plan?p=1");
    }
}
