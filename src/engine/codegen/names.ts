/** C identifiers and comments from the names that people gave layers and tensors: recognisable, unique, the same for the same network. */
import { cutInMiddle, visibleAs } from "../base/visible";

/** Longer names keep their end, which tells more than their beginning. */
const LONGEST = 32;

/**
 * For each name letters, digits and underscores, at most 32 and a number where two would be the same. Unique without regard to case,
 * so that macros in capitals are unique too.
 * @param reserved in small letters
 */
export function identifiers(names: readonly string[], reserved: readonly string[] = []): readonly string[] {
  const used = new Set(reserved);
  return names.map((name) => {
    const base = identifierOf(name);
    let candidate = base;
    for (let i = 2; used.has(candidate.toLowerCase()); i++) candidate = `${base}_${i}`;
    used.add(candidate.toLowerCase());
    return candidate;
  });
}

function identifierOf(name: string): string {
  const words = name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const end = words.length > LONGEST ? words.slice(-LONGEST).replace(/^[^_]*_(?=.{12})/, "") : words;
  return end === "" ? "unnamed" : end;
}

/** Characters of a name in a comment. */
const LONGEST_COMMENT = 400;

/**
 * A name or sentence inside a comment: all of it visible, on one line, and unable to end the comment or to continue a line. Nothing in it is
 * another spelling of C's own signs: no universal character names, trigraphs or digraphs.
 */
export function inComment(text: string): string {
  return cutInMiddle(visibleAs(text, codePoint).replaceAll("\\", codePoint), LONGEST_COMMENT)
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("%:", "% :")
    .replace(/\?(?=\?)/g, "? ");
}

/** As Unicode writes it: `<U+202E>`. */
function codePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

/**
 * What symbols, macros and files of a model begin with: the model's name in small letters, digits and underscores, so that several models
 * fit into one firmware. "model_" stands before names that begin with a digit or that C, its library, a build tool or the kernels have.
 * @param modelName a file's name without its extension
 */
export function prefixOf(modelName: string): string {
  const plain = modelName
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const short = words.slice(0, LONGEST).replace(/_+$/, "");
  if (prefixProblem(short) === undefined) return short;
  return `model_${short}`.slice(0, LONGEST).replace(/_+$/, "");
}

/** Why no model can have this prefix, as the end of a sentence that begins with its place; undefined: it can. */
export function prefixProblem(prefix: string): string | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(prefix))
    return "must be small letters, digits and underscores, and begin with a letter";
  if (prefix.length > LONGEST) return `must have at most ${LONGEST} characters`;
  return isReserved(prefix) ? "is a name that C, its library, a build tool or the kernels have already" : undefined;
}

/** Words of C and C++, headers that a project's own would hide, devices of Windows, targets of make and CMake. */
const RESERVED = new Set(
  [
    "alignas alignof and asm auto bool break case catch char class compl concept const constexpr continue decltype default delete do double",
    "else enum explicit export extern false float for friend goto if import inline int long main module mutable namespace new noexcept not",
    "nullptr operator or private protected public register requires restrict return short signed sizeof static struct switch template this",
    "thread throw true try typedef typeid typename typeof union unsigned using virtual void volatile while xor",
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stdckdint",
    "stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype",
    "aio alloca cpio dirent endian fcntl fnmatch ftw getopt glob grp iconv langinfo libgen malloc memory monetary ndbm netdb newlib nl_types",
    "poll pthread pwd regex sched search semaphore spawn strings syslog tar termios ucontext ulimit unistd utime utmpx values wordexp",
    "aux con nul prn all arm bitwright bitwright_kernels check clean help install package package_source rebuild_cache edit_cache test",
  ].flatMap((line) => line.split(" ")),
);

function isReserved(prefix: string): boolean {
  return RESERVED.has(prefix) || /^(bw(_.*)?|(com|lpt)\d)$/.test(prefix);
}
