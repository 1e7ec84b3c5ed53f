//! The codes of alerts and remarks, and how much an alert presses.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::growth::Reference;

/// How much an alert presses. The gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// To the station or hospital now.
    GoNow,
    /// To the health worker this week.
    SeeWorker,
    /// The number looks like a slip: measure or ask again.
    MeasureAgain,
    /// To know.
    Inform,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code that stands in answers and names the sentence.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}

codes! {
    /// What an alert is about.
    AlertCode {
        /// A danger sign was ticked.
        DangerSign = "danger_sign",
        /// 42 weeks or more.
        PostTerm = "post_term",
        /// Less than 1 kg a month from month 4.
        MonthlyGainLow = "monthly_gain_low",
        /// More than 3 kg a month from month 4.
        MonthlyGainHigh = "monthly_gain_high",
        /// More than 1 kg a week.
        SuddenGain = "sudden_gain",
        /// More than 5 % lost in the first trimester.
        EarlyWeightLoss = "early_weight_loss",
        /// Height hardly any woman has.
        HeightOdd = "height_odd",
        /// Weight hardly any woman has.
        WeightOdd = "weight_odd",
        /// Gain or loss hardly any woman has.
        GainOdd = "gain_odd",
        /// Two weighings further apart than their days allow.
        JumpOdd = "jump_odd",
        /// Arm under 21 cm.
        MuacSevere = "muac_severe",
        /// Arm under 23 cm.
        MuacAtRisk = "muac_at_risk",
    }
}

codes! {
    /// What a remark is about.
    RemarkCode {
        /// She weighs less than before pregnancy.
        BelowStart = "below_start",
        /// Gain clearly below a band that is still a line.
        GainLowAbout = "gain_low_about",
        /// Gain about on that line.
        GainWithinAbout = "gain_within_about",
        /// Gain clearly above it.
        GainHighAbout = "gain_high_about",
        /// Gain below the guideline's band.
        GainLow = "gain_low",
        /// Gain in the band.
        GainWithin = "gain_within",
        /// Gain above the band.
        GainHigh = "gain_high",
        /// Outside the band, but by less than clothes and a meal weigh.
        NearBand = "near_band",
        /// She weighs less than at the last weighing.
        WeightLost = "weight_lost",
        /// What the guideline asks for over the whole pregnancy, as a range.
        TotalRange = "total_range",
        /// The same as a percent of her weight.
        TotalPercent = "total_percent",
        /// 25 % of her weight is under 10 kg: less than a woman of normal weight should gain.
        PercentBelowNormal = "percent_below_normal",
        /// 15 % of her weight is above the IOM's range.
        PercentAboveIom = "percent_above_iom",
        /// Above the percent rule's band, but not above the IOM's: not called high.
        AbovePercentOnly = "above_percent_only",
        /// The two standards disagree.
        IomDiffers = "iom_differs",
        /// Weekly gain under the IOM's rate.
        IomWeeklyLow = "iom_weekly_low",
        /// Weekly gain over the IOM's rate.
        IomWeeklyHigh = "iom_weekly_high",
        /// Thin before pregnancy.
        BmiUnderweight = "bmi_underweight",
        /// 23 to under 25.
        BmiAtRisk = "bmi_at_risk",
        /// 25 or more: no slimming in pregnancy.
        BmiOverweight = "bmi_overweight",
        /// Made with a weight of the first 12 weeks.
        BmiProxy = "bmi_proxy",
        /// Twins: the guideline has no figures.
        TwinsNoGuideline = "twins_no_guideline",
        /// Twins: the IOM's provisional total.
        TwinsIomTotal = "twins_iom_total",
        /// Twins of a thin mother: no figures at all.
        TwinsUnderweight = "twins_underweight",
        /// Three or more.
        ThreeOrMore = "three_or_more",
        /// Under 20: adult figures are used.
        Adolescent = "adolescent",
        /// Under 18.
        Young = "young",
        /// Under 145 cm.
        Short = "short",
        /// Under 40 kg.
        Light = "light",
        /// The due date has passed.
        PastDue = "past_due",
        /// The scan moved the date.
        DatingRedated = "dating_redated",
        /// Scan and last period agree.
        DatingKept = "dating_kept",
        /// The last period cannot be right.
        DatingPeriodImpossible = "dating_period_impossible",
        /// Dated without an early scan.
        DatingSuboptimal = "dating_suboptimal",
        /// A scan before 22 weeks would help.
        DatingScanAdvised = "dating_scan_advised",
        /// A later scan does not move the date.
        DatingLaterScan = "dating_later_scan",
        /// Another due date was given.
        DatingDueDiffers = "dating_due_differs",
        /// Counted by the cycle.
        DatingCycle = "dating_cycle",
        /// A weighing before the pregnancy is not counted.
        EarlierBeforePregnancy = "earlier_before_pregnancy",
        /// The last weighing is too close.
        IntervalShort = "interval_short",
    }
}

/// Figures by name; the name ends with the unit (`gain_kg`, `limit_days`).
pub type Figures = BTreeMap<&'static str, f64>;

/// Something to act on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alert {
    /// What.
    pub code: AlertCode,
    /// How much it presses.
    pub severity: Severity,
    /// Which danger sign, for [`AlertCode::DangerSign`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<&'static str>,
    /// Its figures.
    pub figures: Figures,
    /// Where the rule stands.
    pub source: Reference,
}

/// Something to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remark {
    /// What.
    pub code: RemarkCode,
    /// Its figures.
    pub figures: Figures,
    /// Where the rule stands.
    pub source: Reference,
}
