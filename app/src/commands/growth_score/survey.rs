//! A whole file, in constant memory: blocks are read, scored on every core and written in the order they came.

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use nep_core::growth::assess;

use super::cells::{CellFault, Cells, Reader};
use super::columns::{Column, Layout};
use super::records::{self, Block, Blocks, ReadFault};
use super::results::Style;

/// Blocks that may wait before and behind each worker.
const WAITING: usize = 2;

/// What holds for every row.
pub(super) struct Plan {
    pub(super) layout: Layout,
    pub(super) reader: Reader,
    pub(super) style: Style,
    /// Stop at the first fault.
    pub(super) strict: bool,
}

/// What is wrong on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Cell(Column, CellFault),
    /// Fewer cells than columns: those at the end are missing.
    Short {
        cells: usize,
    },
    /// More cells than columns, so that no cell can be trusted to stand under its name: not scored.
    Long {
        cells: usize,
    },
}

/// A block with its answers.
#[derive(Default)]
pub(super) struct Scored {
    pub(super) text: Vec<u8>,
    /// Children scored.
    pub(super) rows: u64,
    /// Bytes of the file it came from.
    pub(super) bytes_read: u64,
    /// Line and fault, in order.
    pub(super) faults: Vec<(u64, Fault)>,
}

impl Plan {
    /// Scores the rows of a block. In a strict plan, up to the row with the first fault.
    pub(super) fn score(&self, block: &Block) -> Scored {
        let bytes = block.bytes.as_slice();
        // Results take about twice the room of what they are computed from.
        let mut scored = Scored { text: Vec::with_capacity(bytes.len() * 3), ..Scored::default() };
        let (mut start, mut line) = (0, block.first_line);
        let mut fields = Vec::with_capacity(self.layout.width());
        while start < bytes.len() {
            let end = records::record_end(bytes, start, self.layout.separator).unwrap_or(bytes.len());
            let record = &bytes[start..end];
            let record = record.strip_suffix(b"\r").unwrap_or(record);
            if !record.is_empty() {
                let whole = scored.text.len();
                self.score_row(record, line, &mut fields, &mut scored);
                if self.strict && !scored.faults.is_empty() {
                    scored.text.truncate(whole);
                    break;
                }
            }
            line += 1 + u64::try_from(memchr::memchr_iter(b'\n', record).count()).unwrap_or(0);
            start = end + 1;
        }
        scored.bytes_read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        scored
    }

    fn score_row(&self, record: &[u8], line: u64, fields: &mut Vec<Range<usize>>, scored: &mut Scored) {
        records::split(record, self.layout.separator, fields);
        let width = self.layout.width();
        let surplus = fields.get(width..).unwrap_or_default();
        let long = surplus.iter().any(|field| !record[field.clone()].trim_ascii().is_empty());
        if long {
            scored.faults.push((line, Fault::Long { cells: fields.len() }));
        } else if fields.len() < width {
            scored.faults.push((line, Fault::Short { cells: fields.len() }));
        }
        self.layout.pass_through(record, fields, &mut scored.text);
        if long {
            self.style.write_none(&mut scored.text);
        } else {
            let mut cells: Cells<'_> = [b""; Column::ALL.len()];
            for (place, field) in fields.iter().enumerate() {
                if let Some(column) = self.layout.column(place) {
                    cells[column as usize] = &record[field.clone()];
                }
            }
            let faults = &mut scored.faults;
            let visit = self.reader.visit(&cells, |column, fault| faults.push((line, Fault::Cell(column, fault))));
            self.style.write(&visit, &assess(&visit), &mut scored.text);
        }
        scored.text.extend_from_slice(self.layout.line_end);
        scored.rows += 1;
    }
}

/// Scores every block and hands the answers to `take`, in order, until it breaks off.
pub(super) fn score_all<R, B>(
    mut blocks: Blocks<R>,
    plan: &Arc<Plan>,
    mut take: impl FnMut(Scored) -> Result<(), B>,
) -> Result<Result<(), B>, ReadFault>
where
    R: Read + Send + 'static,
{
    let workers = thread::available_parallelism().map_or(1, usize::from);
    if workers == 1 {
        while let Some(block) = blocks.next()? {
            if let Err(broken_off) = take(plan.score(&block)) {
                return Ok(Err(broken_off));
            }
        }
        return Ok(Ok(()));
    }
    // Block n goes to worker n modulo their number and is asked back in that order: nothing needs sorting, and the
    // channels bound what is in memory.
    let (mut to_workers, mut from_workers) = (Vec::new(), Vec::new());
    for _ in 0..workers {
        let (to_worker, given) = sync_channel::<Block>(WAITING);
        let (answer, from_worker) = sync_channel(WAITING);
        let plan = Arc::clone(plan);
        thread::spawn(move || given.iter().map(|block| plan.score(&block)).try_for_each(|scored| answer.send(scored)));
        to_workers.push(to_worker);
        from_workers.push(from_worker);
    }
    // Not a scoped thread: when `take` breaks off, nobody waits for a source that may never say more.
    let reading = thread::spawn(move || {
        for to_worker in to_workers.iter().cycle() {
            let Some(block) = blocks.next()? else { break };
            if to_worker.send(block).is_err() {
                break;
            }
        }
        Ok(())
    });
    for from_worker in from_workers.iter().cycle() {
        let Ok(scored) = from_worker.recv() else { break };
        if let Err(broken_off) = take(scored) {
            return Ok(Err(broken_off));
        }
    }
    reading.join().expect("reading does not panic").map(Ok)
}

#[cfg(test)]
mod tests {
    use super::super::columns::RESULTS;
    use super::*;

    fn plan(header: &str, strict: bool) -> Plan {
        let layout = Layout::read(header.as_bytes(), &RESULTS).expect("a header");
        let separator = layout.separator;
        let reader =
            Reader { age_unit: None, has_age_unit_column: layout.has_age_unit, comma_separates: separator == b',' };
        Plan { layout, reader, style: Style { separator, decimal_mark: b'.', with_classes: false }, strict }
    }

    fn scored(header: &str, rows: &str, strict: bool) -> (Vec<String>, Vec<(u64, Fault)>) {
        let block = Block { bytes: rows.as_bytes().to_vec(), first_line: 2 };
        let scored = plan(header, strict).score(&block);
        (String::from_utf8(scored.text).expect("UTF-8").lines().map(str::to_owned).collect(), scored.faults)
    }

    #[test]
    fn a_row_keeps_its_cells_and_gets_its_results() {
        let (rows, faults) = scored("name,sex,age,weight", "\"Na, 10 months\",2,304.375,10\n", false);
        assert_eq!(rows, ["\"Na, 10 months\",2,304.375,10,,,2,,0,,1.33,,,,,,,,0,,,,,,"]);
        assert_eq!(faults, []);
    }

    #[test]
    fn faults_name_the_line_after_blank_lines_carriage_returns_and_cells_of_two_lines() {
        let (rows, faults) = scored("sex,weight,note", "m,9,\r\n\r\nm,x,\"a\nb\"\r\nm,9\r\nm,9,a,b\r\nm,9,a,", false);
        assert_eq!(faults[0], (4, Fault::Cell(Column::Weight, CellFault::NotANumber)));
        assert_eq!(faults[1], (6, Fault::Short { cells: 2 }));
        assert_eq!(faults[2], (7, Fault::Long { cells: 4 }));
        assert_eq!(faults.len(), 3);
        assert_eq!(rows.len(), 6, "{rows:?}");
    }

    #[test]
    fn a_row_with_too_many_cells_is_not_scored() {
        let (rows, _) = scored("sex,age,weight", "m,300,9,6\n", false);
        assert_eq!(rows, [format!("m,300,9{}", ",".repeat(21))]);
    }

    #[test]
    fn a_strict_plan_stops_before_the_row_at_fault() {
        let (rows, faults) = scored("sex,age,weight", "m,300,9\nm,300,x\nm,y,9\n", true);
        assert_eq!((rows.len(), faults.len()), (1, 1));
    }

    #[test]
    fn blocks_come_back_in_order_however_many_work() {
        let rows: String = (0..60_000).map(|n| format!("{n},m,{},9.5\n", n % 1826)).collect();
        let mut seen = Vec::new();
        let take = |scored: Scored| {
            seen.extend(scored.text);
            Ok::<(), ()>(())
        };
        let done = score_all(
            Blocks::new(std::io::Cursor::new(rows), Vec::new(), 2, b','),
            &Arc::new(plan("id,sex,age,weight", false)),
            take,
        );
        assert!(matches!(done, Ok(Ok(()))));
        let text = String::from_utf8(seen).expect("UTF-8");
        let ids = text.lines().map(|line| line.split(',').next().expect("an id").parse::<usize>().expect("a number"));
        assert!(ids.eq(0..60_000));
    }

    /// Bytes of a file gone wrong: separators, quotes, line ends and pieces of cells in any order.
    fn garbage(seed: u64) -> Vec<u8> {
        let pieces: [&[u8]; 16] = [
            b",",
            b",",
            b",",
            b"\n",
            b"\n",
            b"\r\n",
            b"\r",
            b"\"",
            b"\"\"",
            b"m",
            b"9.6",
            b"-1",
            b"NA",
            b" ",
            b"\xFF\xC3",
            b"1e999",
        ];
        let mut state = seed;
        let mut next = || {
            // xorshift64*
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
        };
        let length = next() % 400;
        (0..length).flat_map(|_| pieces[usize::try_from(next() % 16).expect("small")]).copied().collect()
    }

    #[test]
    fn whatever_a_file_holds_every_row_comes_back_with_every_column() {
        let header = "sex,age,weight,lenhei,note";
        for seed in 1..3000 {
            let plan = plan(header, false);
            let bytes = garbage(seed);
            let whole = plan.score(&Block { bytes: bytes.clone(), first_line: 2 });
            let mut fields = Vec::new();
            let (mut start, mut rows) = (0, 0);
            while start < whole.text.len() {
                let end = records::record_end(&whole.text, start, b',').unwrap_or(whole.text.len());
                records::split(&whole.text[start..end], b',', &mut fields);
                // Only a quote that never closes may swallow what follows it.
                if end < whole.text.len() {
                    assert_eq!(fields.len(), 5 + RESULTS.len(), "seed {seed}");
                }
                (start, rows) = (end + 1, rows + 1);
            }
            assert!(rows == whole.rows || memchr::memchr(b'"', &bytes).is_some(), "seed {seed}");
            assert!(whole.faults.is_sorted_by_key(|(line, _)| *line), "seed {seed}");
        }
    }
}
