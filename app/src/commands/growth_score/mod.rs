//! `nep growth score`: the z-scores of a whole survey, or of one child.
//!
//! Columns and codes are those of WHO's R package `anthro`, so that a file made for the one can be given to the other.
//! Scores come from [`nep_core::growth::assess`]; this folder reads, writes and complains.

mod cells;
mod columns;
mod one_child;
mod output;
mod progress;
mod records;
mod results;
mod survey;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use self::cells::{AgeUnit, Reader};
use self::columns::{HeaderFault, Layout};
use self::output::Output;
use self::progress::Progress;
use self::records::{Blocks, ReadFault};
use self::results::Style;
use self::survey::{Fault, Plan, Scored};
use super::usage::{complain, fault, say};
use super::{DONE, FAILED, SOME_BAD};
use crate::i18n::Words;

/// Faults named one by one; of more only the number is said.
const NAMED_FAULTS: u64 = 1000;

/// A first line longer than this is no header.
const LONGEST_HEADER: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    let flag =
        |name: &'static str, help: &str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(words.get(help));
    let command = Command::new("score")
        .about(words.get("cli-score"))
        .after_help(words.get("cli-score-more"))
        .arg(
            Arg::new("in")
                .value_name(words.get("cli-score-in-name"))
                .required_unless_present("json")
                .conflicts_with("json")
                .help(words.get("cli-score-in")),
        )
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name(words.get("cli-score-out-name"))
                .conflicts_with("json")
                .help(words.get("cli-score-out")),
        )
        .arg(
            Arg::new("age-unit")
                .long("age-unit")
                .value_name("days|months")
                .value_parser(["days", "months"])
                .conflicts_with("json")
                .help(words.get("cli-score-age-unit")),
        )
        .arg(flag("classes", "cli-score-classes"))
        .arg(flag("strict", "cli-score-strict").conflicts_with("json"))
        .arg(flag("decimal-comma", "cli-score-decimal-comma").conflicts_with("json"))
        .arg(flag("json", "cli-score-json"));
    one_child::add_arguments(command, words)
}

/// Scores what is asked.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let done = if matches.get_flag("json") { one_child::run(matches, words) } else { score_file(matches, words) };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(sentence) => {
            complain(&sentence, words);
            ExitCode::from(FAILED)
        }
    }
}

/// Scores a file; the error is a sentence for the user.
fn score_file(matches: &ArgMatches, words: &'static Words) -> Result<u8, String> {
    let name = matches.get_one::<String>("in").map_or("-", String::as_str);
    let out = matches.get_one::<String>("out").map(String::as_str).filter(|out| *out != "-");
    let unreadable =
        |error: &io::Error| words.with("cli-cannot-read", &[("file", name), ("error", &fault(error, words))]);
    let (mut source, size): (Box<dyn Read + Send>, _) = if name == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(name).map_err(|error| unreadable(&error))?;
        let size = file.metadata().ok().map(|known| known.len());
        (Box::new(file), size)
    };
    if out.is_some_and(|out| name != "-" && output::same_file(Path::new(name), Path::new(out))) {
        return Err(words.get("cli-onto-itself"));
    }

    let (first_line, rest) = first_line(&mut source).map_err(|error| unreadable(&error))?;
    let header = first_line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&first_line);
    let plan = plan(header, matches, words)?;
    for column in &plan.layout.replaced {
        say(&words.with("cli-column-replaced", &[("column", column)]));
    }

    let unwritable = |error: &io::Error| {
        words.with("cli-cannot-write", &[("file", out.unwrap_or("-")), ("error", &fault(error, words))])
    };
    let mut output = match out {
        None => Output::standard(),
        Some(out) => Output::file(Path::new(out)).map_err(|error| unwritable(&error))?,
    };
    let mut report = Report { words, faults: 0, progress: Progress::start(size, words) };
    let heading = heading(header, header.len() < first_line.len(), &plan);
    let plan = Arc::new(plan);
    let lines_of_header = u64::try_from(memchr::memchr_iter(b'\n', header).count()).unwrap_or(0);
    let blocks = Blocks::new(source, rest, lines_of_header + 2, plan.layout.separator);
    let written = output.write(&heading).map_err(Stop::Write).and_then(|()| {
        let take = |scored: Scored| {
            output.write(&scored.text).map_err(Stop::Write)?;
            report.hear(&scored);
            if plan.strict && report.faults > 0 { Err(Stop::Strict) } else { Ok(()) }
        };
        survey::score_all(blocks, &plan, take).map_err(Stop::Read)?
    });
    let ended = match written {
        Ok(()) => output.finish().map_err(Stop::Write),
        Err(stop) => {
            output.give_up();
            Err(stop)
        }
    };
    report.end();
    match ended {
        Ok(()) if report.faults == 0 => Ok(DONE),
        Ok(()) | Err(Stop::Strict) => Ok(SOME_BAD),
        // Whoever read our output has seen enough.
        Err(Stop::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(DONE),
        Err(Stop::Write(error)) => Err(unwritable(&error)),
        Err(Stop::Read(ReadFault::Io(error))) => Err(unreadable(&error)),
        Err(Stop::Read(ReadFault::NeverEnds { line })) => {
            Err(words.with("cli-never-ends", &[("line", &line.to_string())]))
        }
    }
}

/// Why scoring ends before the file does.
enum Stop {
    Strict,
    Write(io::Error),
    Read(ReadFault),
}

/// The header, without its line feed, and what was read beyond it. A quoted name may hold line feeds.
fn first_line(source: &mut impl Read) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let mut read = Vec::new();
    let mut chunk = [0; 8192];
    let mut end = None;
    while end.is_none() && read.len() < LONGEST_HEADER {
        let count = match source.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if count == 0 {
            break;
        }
        read.extend_from_slice(&chunk[..count]);
        let mark = if read.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        end = columns::header_end(&read[mark..]).map(|end| mark + end);
    }
    // A quote that never closes is part of a name.
    let Some(end) = end.or_else(|| memchr::memchr(b'\n', &read)) else { return Ok((read, Vec::new())) };
    let rest = read.split_off(end + 1);
    read.pop();
    Ok((read, rest))
}

fn plan(header: &[u8], matches: &ArgMatches, words: &Words) -> Result<Plan, String> {
    let age_unit = matches.get_one::<String>("age-unit").map(|unit| match unit.as_str() {
        "months" => AgeUnit::Months,
        _ => AgeUnit::Days,
    });
    let style = |separator, decimal_mark| Style { separator, decimal_mark, with_classes: matches.get_flag("classes") };
    let layout = Layout::read(header, &style(b',', b'.').columns()).map_err(|fault| match fault {
        HeaderFault::OnlyReturns => words.get("cli-header-only-returns"),
        HeaderFault::Utf16 => words.get("cli-header-utf16"),
        HeaderFault::NoKnownColumn => words.get("cli-header-unknown"),
        HeaderFault::Twice(column) => words.with("cli-header-twice", &[("column", column)]),
    })?;
    let separator = layout.separator;
    let decimal_comma = matches.get_flag("decimal-comma");
    if decimal_comma && separator == b',' {
        return Err(words.get("cli-decimal-comma-separates"));
    }
    let reader = Reader { age_unit, has_age_unit_column: layout.has_age_unit, comma_separates: separator == b',' };
    let style = style(separator, if decimal_comma { b',' } else { b'.' });
    Ok(Plan { layout, reader, style, strict: matches.get_flag("strict") })
}

/// The first line of the results.
fn heading(header: &[u8], marked: bool, plan: &Plan) -> Vec<u8> {
    // A spreadsheet that needed the mark to read the names needs it again.
    let mut heading = if marked { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
    let header = header.strip_suffix(b"\r").unwrap_or(header);
    let mut fields = Vec::new();
    records::split(header, plan.layout.separator, &mut fields);
    plan.layout.pass_through(header, &fields, &mut heading);
    for column in plan.style.columns() {
        heading.push(plan.layout.separator);
        heading.extend_from_slice(column.as_bytes());
    }
    heading.extend_from_slice(plan.layout.line_end);
    heading
}

/// What standard error is told.
struct Report {
    words: &'static Words,
    faults: u64,
    progress: Progress,
}

impl Report {
    fn hear(&mut self, scored: &Scored) {
        let stop = usize::try_from(NAMED_FAULTS.saturating_sub(self.faults)).unwrap_or(0);
        if !scored.faults.is_empty() && stop > 0 {
            self.progress.clear();
        }
        for (line, fault) in scored.faults.iter().take(stop) {
            say(&sentence(*line, *fault, self.words));
        }
        self.faults += u64::try_from(scored.faults.len()).unwrap_or(0);
        self.progress.advance(scored);
    }

    fn end(&mut self) {
        self.progress.end();
        if self.faults > NAMED_FAULTS {
            let number = |count: u64| count.to_string();
            let counts = [("named", &*number(NAMED_FAULTS)), ("all", &*number(self.faults))];
            say(&self.words.with("cli-faults-more", &counts));
        }
    }
}

fn sentence(line: u64, fault: Fault, words: &Words) -> String {
    let line = line.to_string();
    match fault {
        Fault::Cell(column, fault) => {
            let why = words.get(fault.message());
            words.with("cli-cell", &[("line", &line), ("column", column.name()), ("why", &why)])
        }
        Fault::Short { cells } => words.with("cli-row-short", &[("line", &line), ("cells", &cells.to_string())]),
        Fault::Long { cells } => words.with("cli-row-long", &[("line", &line), ("cells", &cells.to_string())]),
    }
}
