//! Disks that fail: SQLite's own file layer, with a device's power cut at the n-th step of its storage or its disk full for a while.
//!
//! Everything above is real: SQLite with its write-ahead log, the record file, the vault. A write that no sync followed is lost when
//! the power goes, or partly kept, sector by sector and in any order, as a real disk does.
//!
//! What catches people out:
//! - files stay where they are on the real file system (a temporary folder), so renames and locks are real; only what is not synced is
//!   put back when the power went;
//! - the layer becomes the default of the whole program; folders that were not made by [`Disk::new`] it leaves alone.
#![allow(unsafe_code, reason = "a file layer of SQLite is written against its C interface")]

use std::collections::{BTreeMap, HashMap};
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, Once, PoisonError};

use rusqlite::ffi;

use super::dice::Dice;

/// What a disk keeps whole when the power goes, in bytes.
const SECTOR: usize = 512;

/// The disk of one device: a folder.
pub struct Disk {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Writes, truncations and syncs so far.
    steps: u64,
    /// The power goes at this step.
    cut_at: Option<u64>,
    /// There is no room between these steps.
    full: Option<(u64, u64)>,
    off: bool,
    unsynced: BTreeMap<PathBuf, Vec<Unsynced>>,
}

/// What was done to a file since its last sync.
struct Unsynced {
    at: u64,
    before: Vec<u8>,
    length_before: u64,
    /// `None` for a truncation to `at`.
    after: Option<Vec<u8>>,
}

type Folders = Mutex<HashMap<PathBuf, Arc<Disk>>>;
static DISKS: LazyLock<Folders> = LazyLock::new(Folders::default);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    /// A disk that works, in a new folder.
    pub fn new(folder: PathBuf) -> Arc<Self> {
        install();
        fs::create_dir_all(&folder).expect("a new folder");
        let disk = Arc::new(Self { folder: folder.clone(), state: Mutex::default() });
        locked(&DISKS).insert(folder, Arc::clone(&disk));
        disk
    }

    /// A file on it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Cuts the power so many steps from now.
    pub fn cut_power_after(&self, steps: u64) {
        let mut state = locked(&self.state);
        state.cut_at = Some(state.steps + steps);
    }

    /// Leaves no room for so many steps, some steps from now.
    pub fn fill_after(&self, steps: u64, for_steps: u64) {
        let mut state = locked(&self.state);
        state.full = Some((state.steps + steps, state.steps + steps + for_steps));
    }

    /// Is the power off?
    pub fn is_off(&self) -> bool {
        locked(&self.state).off
    }

    /// Was there no room at some step since [`Self::fill_after`]? The steps are over then, or it still is so.
    pub fn was_full(&self) -> bool {
        let state = locked(&self.state);
        state.full.is_some_and(|(from, _)| state.steps >= from)
    }

    /// No more faults, for whoever has the power on.
    pub fn mend(&self) {
        let mut state = locked(&self.state);
        (state.cut_at, state.full) = (None, None);
    }

    /// Puts the power back on: of what was not synced, chance decides what is there. Every file must be closed.
    pub fn power_on(&self, dice: &mut Dice) {
        let mut state = locked(&self.state);
        let unsynced = std::mem::take(&mut state.unsynced);
        *state = State { steps: state.steps, ..State::default() };
        drop(state);
        for (path, changes) in unsynced {
            settle(&path, &changes, dice);
        }
        for file in fs::read_dir(&self.folder).expect("its folder").flatten() {
            if file.path().as_os_str().as_bytes().ends_with(b"-shm") {
                fs::remove_file(file.path()).expect("memory is gone without power");
            }
        }
    }

    /// All bytes on the disk.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for file in fs::read_dir(&self.folder).expect("its folder").flatten() {
            bytes.extend_from_slice(&fs::read(file.path()).expect("a file"));
        }
        bytes
    }

    /// One more step. `Err`: it is not done, and SQLite is told so.
    fn step(&self, writes: bool, otherwise: c_int) -> Result<MutexGuard<'_, State>, c_int> {
        let mut state = locked(&self.state);
        state.steps += 1;
        state.off |= state.cut_at.is_some_and(|at| state.steps >= at);
        if state.off {
            return Err(otherwise);
        }
        let steps = state.steps;
        if writes && state.full.is_some_and(|(from, to)| (from..to).contains(&steps)) {
            return Err(ffi::SQLITE_FULL);
        }
        Ok(state)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whoever dropped it has closed every file; a folder that stays behind does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Forgets a disk; its folder goes with the last who holds it.
pub fn forget(disk: &Disk) {
    locked(&DISKS).remove(&disk.folder);
}

/// Puts back what was not synced, then does some of it again.
fn settle(path: &Path, changes: &[Unsynced], dice: &mut Dice) {
    let Ok(mut file) = fs::File::options().read(true).write(true).open(path) else { return };
    let mut put = |at: u64, bytes: &[u8]| {
        file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(bytes)).expect("memory takes every byte");
    };
    for change in changes.iter().rev() {
        put(change.at, &change.before);
        fs::File::options().write(true).open(path).and_then(|file| file.set_len(change.length_before)).expect("memory");
    }
    // Nothing, the beginning, or sectors here and there.
    let (upto, chance) = match dice.below(4) {
        0 => return,
        1 => (dice.below(changes.len() as u64 + 1), 100),
        2 => (changes.len() as u64, 100),
        _ => (changes.len() as u64, 50),
    };
    for change in changes.iter().take(usize::try_from(upto).expect("few")) {
        match &change.after {
            Some(bytes) => {
                for (nth, sector) in (0_u64..).zip(bytes.chunks(SECTOR)) {
                    if dice.chance(chance) {
                        put(change.at + nth * SECTOR as u64, sector);
                    }
                }
            }
            None if dice.chance(chance) => {
                fs::File::options().write(true).open(path).and_then(|file| file.set_len(change.at)).expect("memory");
            }
            None => {}
        }
    }
}

/// An open file: our part, then SQLite's own.
#[repr(C)]
struct Open {
    base: ffi::sqlite3_file,
    /// Null for folders that are nobody's disk.
    disk: *const Watched,
}

struct Watched {
    disk: Arc<Disk>,
    path: PathBuf,
}

struct Layer(ffi::sqlite3_vfs);
// SAFETY: it is read only after it was made, as SQLite asks of a file layer.
unsafe impl Send for Layer {}
// SAFETY: as above.
unsafe impl Sync for Layer {}

struct Real(*mut ffi::sqlite3_vfs);
// SAFETY: SQLite's own layer may be called from any thread.
unsafe impl Send for Real {}
// SAFETY: as above.
unsafe impl Sync for Real {}

static REAL: LazyLock<Real> = LazyLock::new(|| {
    // SAFETY: a null name asks for the default layer, which is there for the whole run.
    Real(unsafe { ffi::sqlite3_vfs_find(ptr::null()) })
});

/// Makes this layer the default one of the program.
fn install() {
    static ONCE: Once = Once::new();
    static LAYER: LazyLock<Layer> = LazyLock::new(|| {
        // SAFETY: the default layer is a whole struct; what is not replaced works with it as it is.
        let mut layer = unsafe { *REAL.0 };
        layer.szOsFile += c_int::try_from(size_of::<Open>()).expect("small");
        layer.pNext = ptr::null_mut();
        layer.zName = c"failing".as_ptr();
        layer.xOpen = Some(open);
        layer.xDelete = Some(delete);
        Layer(layer)
    });
    ONCE.call_once(|| {
        // SAFETY: the struct is there for the whole run, and SQLite alters its list link alone.
        let done = unsafe { ffi::sqlite3_vfs_register(ptr::from_ref(&LAYER.0).cast_mut(), 1) };
        assert_eq!(done, ffi::SQLITE_OK, "the layer is taken");
    });
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

type File = *mut ffi::sqlite3_file;

/// SQLite's own file behind ours.
unsafe fn own(file: File) -> File {
    // SAFETY: `szOsFile` made room for it behind our part.
    unsafe { file.cast::<u8>().add(size_of::<Open>()).cast() }
}

unsafe fn watched<'a>(file: File) -> Option<&'a Watched> {
    // SAFETY: `open` wrote our part; `close` frees it last.
    unsafe { (*file.cast::<Open>()).disk.as_ref() }
}

macro_rules! pass {
    ($name:ident, $method:ident ($($arg:ident: $of:ty),*) $(-> $gives:ty)?) => {
        unsafe extern "C" fn $name(file: File $(, $arg: $of)*) $(-> $gives)? {
            // SAFETY: SQLite calls with an open file; its own layer has every method.
            unsafe {
                let real = own(file);
                (*(*real).pMethods).$method.expect("SQLite's layer has it")(real $(, $arg)*)
            }
        }
    };
}

pass!(read, xRead(to: *mut c_void, length: c_int, at: ffi::sqlite3_int64) -> c_int);
pass!(size, xFileSize(to: *mut ffi::sqlite3_int64) -> c_int);
pass!(lock, xLock(level: c_int) -> c_int);
pass!(unlock, xUnlock(level: c_int) -> c_int);
pass!(reserved, xCheckReservedLock(to: *mut c_int) -> c_int);
pass!(control, xFileControl(what: c_int, with: *mut c_void) -> c_int);
pass!(sector, xSectorSize() -> c_int);
pass!(characteristics, xDeviceCharacteristics() -> c_int);
pass!(shm_map, xShmMap(page: c_int, length: c_int, extend: c_int, to: *mut *mut c_void) -> c_int);
pass!(shm_lock, xShmLock(at: c_int, count: c_int, flags: c_int) -> c_int);
pass!(shm_barrier, xShmBarrier());
pass!(shm_unmap, xShmUnmap(remove: c_int) -> c_int);
pass!(write_through, xWrite(from: *const c_void, length: c_int, at: ffi::sqlite3_int64) -> c_int);
pass!(truncate_through, xTruncate(to: ffi::sqlite3_int64) -> c_int);
pass!(close_through, xClose() -> c_int);

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: File,
    flags: c_int,
    got: *mut c_int,
) -> c_int {
    // SAFETY: `file` is as large as `szOsFile` says; `name` is null or a C string.
    unsafe {
        let ours = file.cast::<Open>();
        ours.write(Open { base: ffi::sqlite3_file { pMethods: ptr::null() }, disk: ptr::null() });
        let done = (*REAL.0).xOpen.expect("it opens files")(REAL.0, name, own(file), flags, got);
        if done != ffi::SQLITE_OK {
            return done;
        }
        (*ours).base.pMethods = &raw const METHODS;
        if !name.is_null() {
            let path = PathBuf::from(OsStr::from_bytes(CStr::from_ptr(name).to_bytes()));
            let disk = path.parent().and_then(|folder| locked(&DISKS).get(folder).cloned());
            if let Some(disk) = disk {
                (*ours).disk = Box::into_raw(Box::new(Watched { disk, path }));
            }
        }
        done
    }
}

unsafe extern "C" fn close(file: File) -> c_int {
    // SAFETY: SQLite closes an open file once.
    unsafe {
        let done = close_through(file);
        let ours = file.cast::<Open>();
        if !(*ours).disk.is_null() {
            drop(Box::from_raw((*ours).disk.cast_mut()));
            (*ours).disk = ptr::null();
        }
        done
    }
}

unsafe extern "C" fn write(file: File, from: *const c_void, length: c_int, at: ffi::sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives `length` bytes at `from`.
    unsafe {
        if let Some(Watched { disk, path }) = watched(file) {
            let mut state = match disk.step(true, ffi::SQLITE_IOERR_WRITE) {
                Ok(state) => state,
                Err(fault) => return fault,
            };
            let after = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(length).expect("a length"));
            let (before, length_before) = was(file, at, after.len());
            let change = Unsynced { at: at.unsigned_abs(), before, length_before, after: Some(after.to_vec()) };
            note(&mut state, path, change);
        }
        write_through(file, from, length, at)
    }
}

unsafe extern "C" fn truncate(file: File, to: ffi::sqlite3_int64) -> c_int {
    // SAFETY: as for `write`.
    unsafe {
        if let Some(Watched { disk, path }) = watched(file) {
            let mut state = match disk.step(false, ffi::SQLITE_IOERR_TRUNCATE) {
                Ok(state) => state,
                Err(fault) => return fault,
            };
            let (before, length_before) = was(file, to, usize::MAX);
            let change = Unsynced { at: to.unsigned_abs(), before, length_before, after: None };
            note(&mut state, path, change);
        }
        truncate_through(file, to)
    }
}

unsafe extern "C" fn sync(file: File, _: c_int) -> c_int {
    // SAFETY: as for `write`. The folder is in memory: there is nothing to wait for.
    match unsafe { watched(file) } {
        Some(Watched { disk, path }) => match disk.step(false, ffi::SQLITE_IOERR_FSYNC) {
            Ok(mut state) => {
                state.unsynced.remove(path);
                ffi::SQLITE_OK
            }
            Err(fault) => fault,
        },
        None => ffi::SQLITE_OK,
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, durably: c_int) -> c_int {
    // SAFETY: `name` is a C string.
    unsafe {
        let path = PathBuf::from(OsStr::from_bytes(CStr::from_ptr(name).to_bytes()));
        let disk = path.parent().and_then(|folder| locked(&DISKS).get(folder).cloned());
        if let Some(disk) = disk {
            match disk.step(false, ffi::SQLITE_IOERR_DELETE) {
                Ok(mut state) => state.unsynced.remove(&path),
                Err(fault) => return fault,
            };
        }
        (*REAL.0).xDelete.expect("it deletes files")(REAL.0, name, durably)
    }
}

fn note(state: &mut State, path: &Path, change: Unsynced) {
    match state.unsynced.get_mut(path) {
        Some(changes) => changes.push(change),
        None => {
            state.unsynced.insert(path.to_owned(), vec![change]);
        }
    }
}

/// Bytes of a file from `at`, at most `most` of them, and its length.
unsafe fn was(file: File, at: ffi::sqlite3_int64, most: usize) -> (Vec<u8>, u64) {
    let mut length = 0;
    // SAFETY: the file is open, and the buffer as long as is said.
    unsafe {
        size(file, &raw mut length);
        let there = usize::try_from((length - at).max(0)).unwrap_or(0).min(most);
        let mut bytes = vec![0; there];
        if there > 0 {
            read(file, bytes.as_mut_ptr().cast(), c_int::try_from(there).expect("small files"), at);
        }
        (bytes, length.unsigned_abs())
    }
}

#[test]
fn what_was_not_synced_may_be_lost_and_what_was_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = Disk::new(folder.path().join("disk"));
    let path = disk.file("plain.sqlite");
    let db = rusqlite::Connection::open(&path).expect("a new file");
    db.execute_batch("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)").expect("room");
    disk.cut_power_after(3);
    assert!(db.execute_batch("INSERT INTO t VALUES (2)").is_err(), "the power went");
    drop(db);
    disk.power_on(&mut Dice::new(7));
    let mut whole = Vec::new();
    fs::File::open(&path).and_then(|mut file| file.read_to_end(&mut whole)).expect("it is there");
    assert!(!whole.is_empty());
    let db = rusqlite::Connection::open(&path).expect("the same file");
    let sum: i64 = db.query_row("SELECT sum(x) FROM t", [], |row| row.get(0)).expect("whole");
    assert_eq!(sum, 1, "what was committed is there, what was not is not");
    drop(db);
    forget(&disk);
}
