//! The command line's contract: what goes in, what comes out, and what is said of bad input.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn hypelint(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hypelint"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool was built");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    // Written beside the reading, or both sides would wait for a full pipe.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the tool ends");
    writer.join().expect("writing ends");
    output
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("every line is JSON"))
        .collect()
}

const PUMP: &str = "🔔 $NUVO USDT keeps climbing! 💰 Price: 0.3312 USDT 📈 24H Change: +11.20% 📊 Volume: 18.4M USDT Momentum is building, guaranteed 100x 🚀🚀🚀 Buy now!";

fn post(id: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "text": text, "author": "ignored" }).to_string()
}

#[test]
fn each_line_gets_one_line_in_order() {
    let mut input = String::new();
    for number in 0..500 {
        writeln!(input, "{}", post(&number.to_string(), if number % 3 == 0 { PUMP } else { "Lunch was good." }))
            .expect("a string takes all");
    }
    let output = hypelint(&["score"], input.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let lines = lines(&output);
    assert_eq!(lines.len(), 500);
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(line["id"], number.to_string());
        assert_eq!(line["flagged"], if number % 3 == 0 { serde_json::json!(["pump"]) } else { serde_json::json!([]) });
    }
}

#[test]
fn spans_count_utf16_units_and_quote_verbatim() {
    let output = hypelint(&["score"], post("a", PUMP).as_bytes());
    let line = &lines(&output)[0];
    let units: Vec<u16> = PUMP.encode_utf16().collect();
    let findings = line["findings"].as_array().expect("findings are a list");
    assert!(!findings.is_empty());
    for finding in findings {
        let at = |key: &str| usize::try_from(finding[key].as_u64().expect("a number")).expect("small");
        assert_eq!(
            String::from_utf16(&units[at("start")..at("end")]).expect("whole characters"),
            finding["text"].as_str().expect("text")
        );
    }
}

#[test]
fn an_id_is_echoed_as_it_was() {
    let output = hypelint(
        &["score"],
        b"{\"id\": 7.50, \"text\": \"a\"}\n{\"text\": \"b\"}\n{\"id\": {\"x\": [1]}, \"text\": \"c\"}\n",
    );
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.starts_with("{\"id\":7.50,"), "{text}");
    assert!(lines(&output)[1].get("id").is_none());
    assert_eq!(lines(&output)[2]["id"], serde_json::json!({"x": [1]}));
}

#[test]
fn bad_lines_are_named_and_nothing_after_them_is_lost() {
    let mut input = b"not json\n{\"id\": \"n\"}\n{\"id\":\"t\",\"text\": 5}\n".to_vec();
    input.extend_from_slice(b"{\"text\": \"caf\xff\"}\n\n[1]\n");
    input.extend_from_slice(post("last", PUMP).as_bytes());
    let output = hypelint(&["score"], &input);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!(lines.len(), 6);
    assert!(lines[..5].iter().all(|line| line["error"].is_string()));
    assert_eq!(lines[1]["id"], "n");
    assert_eq!(lines[5]["flagged"], serde_json::json!(["pump"]));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for part in [
        "line 1: not a JSON object",
        "line 2: no \"text\"",
        "line 3: \"text\" is not a string",
        "line 4: not UTF-8 at byte 14",
        "line 6: not a JSON object with a \"text\", but an array",
    ] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
}

#[test]
fn empty_and_huge_posts() {
    let long = "word ".repeat(200_000) + &format!("\n{PUMP}").repeat(40);
    let input = format!("{}\n{}\n", post("empty", ""), post("huge", &long));
    let output = hypelint(&["score"], input.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let lines = lines(&output);
    assert_eq!(lines[0]["flagged"], serde_json::json!([]));
    assert_eq!(lines[1]["flagged"], serde_json::json!(["pump"]));
    for finding in lines[1]["findings"].as_array().expect("a list") {
        assert!(finding["start"].as_u64() >= Some(1_000_000), "the findings stand at the end: {finding}");
    }
}

#[test]
fn no_input_is_no_output() {
    let output = hypelint(&["score"], b"");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
}

#[test]
fn sensitivity_walks_from_nothing_to_most() {
    let flagged = |options: &[&str]| {
        let mut arguments = vec!["score"];
        arguments.extend(options);
        lines(&hypelint(&arguments, post("a", PUMP).as_bytes()))[0]["flagged"].as_array().expect("a list").len()
    };
    assert_eq!(flagged(&["--sensitivity", "0"]), 0);
    assert_eq!(flagged(&[]), 1);
    assert_eq!(flagged(&["--pump", "0"]), 0);
    assert_eq!(flagged(&["--sensitivity", "0", "--pump", "50"]), 1);
}

#[test]
fn wrong_calls_exit_with_2_and_name_the_fault() {
    for (arguments, part) in [
        (&["score", "--loud"][..], "--loud"),
        (&["score", "--sensitivity", "101"], "101"),
        (&["score", "/no/such/file.jsonl"], "/no/such/file.jsonl"),
        (&["score", "/"], "is a folder"),
        (&["sing"], "sing"),
    ] {
        let output = hypelint(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
}

#[test]
fn explain_underlines_quotes_and_asks() {
    let output = hypelint(&["explain", PUMP], b"");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0));
    for part in ["^^^^", "Ticker pump", "Ask:", "Source:"] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

#[test]
fn rules_lists_every_rule() {
    let text = String::from_utf8_lossy(&hypelint(&["rules"], b"").stdout).into_owned();
    assert!(hypelint::rules().iter().all(|rule| text.contains(&format!("{}: ", rule.id))));
    let json: Value = serde_json::from_slice(&hypelint(&["rules", "--json"], b"").stdout).expect("JSON");
    assert_eq!(json["rules"].as_object().expect("an object").len(), hypelint::rules().len());
}

#[test]
fn rules_writes_the_catalogue_of_each_language_and_what_a_sensitivity_costs() {
    let folder = Folder::new("catalogue");
    assert_eq!(hypelint(&["rules", "--out", &folder.path("")], b"").status.code(), Some(0));
    for (language, _) in hypelint::CATALOGUES {
        let printed = hypelint(&["rules", "--json", "--language", language], b"").stdout;
        assert_eq!(
            std::fs::read(folder.path(&format!("{language}.json"))).expect("it was written"),
            printed,
            "{language}"
        );
        let json: Value = serde_json::from_slice(&printed).expect("JSON");
        let marked = |category: &str| json["everyday"][category].as_array().expect("ten counts").clone();
        for counts in ["pump", "claim"].map(marked) {
            assert_eq!(counts.len(), 10);
            assert!(counts.iter().all(|count| count.as_u64() <= json["everyday"]["posts"].as_u64()));
        }
    }
    let none = hypelint(&["rules", "--out", &folder.path("none")], b"");
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn a_terminal_shows_control_characters_and_does_not_obey_them() {
    let post = format!("\x1b]0;renamed\x07\x1b[2J\u{9b}31m\r{PUMP} \x1b[8m");
    let explained = hypelint(&["explain", &post], b"");
    let labelled = serde_json::json!({ "id": "a\x1b[1m", "text": post, "pump": 0, "claim": 1, "kind": "\x1b[2mpump", "source": "x" });
    let folder = std::env::temp_dir().join(format!("hypelint-terminal-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("posts.jsonl");
    std::fs::write(&file, format!("{labelled}\n")).expect("a file");
    let measured = hypelint(&["eval", file.to_str().expect("a plain path")], b"");
    std::fs::remove_dir_all(&folder).expect("the folder was there");
    for output in [explained, measured] {
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("renamed"), "{said}");
        assert!(!said.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{said:?}");
    }
}

/// What a program says and how it ends when an output takes nothing.
fn into(arguments: &[&str], stdout: Stdio, stderr: Stdio) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hypelint"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .output()
        .expect("the tool was built")
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_is_full_or_closed_is_no_panic() {
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").expect("Linux has one"));
    for arguments in [&["rules"][..], &["explain", PUMP], &["rules", "--json"]] {
        let output = into(arguments, full(), Stdio::piped());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("hypelint: standard output: "), "{said}");

        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = into(arguments, Stdio::from(writer), Stdio::piped());
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
    }
    // Nobody listens to complaints.
    assert_eq!(into(&["score", "/no/such/file"], Stdio::piped(), full()).status.code(), Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_not_blamed_on_the_input() {
    let folder = std::env::temp_dir().join(format!("hypelint-full-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("posts.jsonl");
    std::fs::write(&file, post("a", PUMP)).expect("a file");
    let full = Stdio::from(std::fs::File::options().write(true).open("/dev/full").expect("Linux has one"));
    let output = into(&["score", file.to_str().expect("a plain path")], full, Stdio::piped());
    std::fs::remove_dir_all(&folder).expect("the folder was there");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(said, "hypelint: standard output: the disk is full\n");
}

#[test]
fn halves_of_surrogate_pairs_are_read_as_browsers_read_them() {
    let with = |half: &str| format!("{{\"id\":\"h\",\"text\":\"{half}{}\"}}\n", PUMP.replace('"', "\\\""));
    let output = hypelint(&["score"], (with("\\ud83d ") + &with("\u{fffd} ") + &with("\\ude80\\ud83d")).as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let told = lines(&output);
    assert_eq!(told[0], told[1]);
    assert_eq!(told[2]["flagged"], serde_json::json!(["pump"]));
    // And as bytes, which no UTF-8 has.
    let bytes = with("HALF ").into_bytes();
    let at = with("HALF ").find("HALF").expect("it stands there");
    let output = hypelint(&["score"], &[&bytes[..at], b"\xed\xa0\xbd", &bytes[at + 4..]].concat());
    assert_eq!(lines(&output)[0], told[0]);
}

#[test]
fn a_line_that_is_not_utf8_keeps_its_id() {
    let output = hypelint(&["score"], b"{\"id\":\"kept\",\"text\":\"caf\xff\"}\n");
    assert_eq!(lines(&output)[0]["id"], "kept");
}

#[test]
fn a_line_without_end_is_skipped_and_what_follows_is_read() {
    let mut input = vec![b'a'; 70 << 20];
    input.extend_from_slice(format!("\n{}\n", post("last", PUMP)).as_bytes());
    let output = hypelint(&["score"], &input);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["error"].as_str().is_some_and(|error| error.contains("longer than")));
    assert_eq!(lines[1]["id"], "last");
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1: longer"));
}

#[test]
fn repeats_are_grouped_by_template_and_the_same_post_counts_once() {
    let again = |ticker: &str, price: &str| {
        format!(
            "Everyone laughed when I bought {ticker} at {price}. Nobody is laughing now, and the next one is in my bio 🚀"
        )
    };
    let mut input = String::new();
    for line in [
        post("a", &again("$NUVO", "0.33")),
        post("x", "Planted garlic yesterday in the drizzle with my father, who says that it needs the frost."),
        serde_json::json!({ "text": again("$KELP", "12") }).to_string(),
        post("a", &again("$NUVO", "0.33")),
        String::new(),
        post("c", &again("#TARN", "1,200")),
        post("d", "Good morning everyone"),
        post("e", "Good morning everyone"),
    ] {
        writeln!(input, "{line}").expect("a string takes all");
    }
    let output = hypelint(&["repeats"], input.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        lines(&output),
        [serde_json::json!({
            "template": "everyone laughed when i bought … at …. nobody is laughing now, and the next one is in my bio 🚀",
            "size": 3,
            "first_line": 1,
            "ids": ["a", null, "c"],
            "lines": [1, 3, 6],
        })]
    );
    let output = hypelint(&["repeats"], b"{\"text\": 7}\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1"));
    assert_eq!(hypelint(&["repeats", "no such file"], b"").status.code(), Some(2));
}

/// Files of a test, in a folder that goes with them.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hypelint-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a plain path").to_owned()
    }

    fn put(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).expect("a file");
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_array_is_no_post_whatever_stands_in_it() {
    let output = hypelint(&["score"], format!("[\"id\", {PUMP:?}]\n").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output)[0]["error"].is_string());
}

#[test]
fn what_is_wrong_is_said_without_names_of_types_and_with_one_number() {
    let output = hypelint(&["score"], b"{\"text\": \"a\",}\n{\"text\": \"a\n{\"text\":\"a\",\"text\":\"b\"}\nnull\n");
    assert_eq!(
        said(&output),
        "hypelint: standard input: line 1: not a JSON object: trailing comma, at column 14\n\
         hypelint: standard input: line 2: not a JSON object: ends within a string, at column 11\n\
         hypelint: standard input: line 3: not a JSON object: \"text\" stands there twice, at column 23\n\
         hypelint: standard input: line 4: not a JSON object with a \"text\"\n"
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let output = hypelint(&["score", "-"], format!("\u{feff}{}\n", post("a", PUMP)).as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(lines(&output)[0]["flagged"], serde_json::json!(["pump"]));
}

#[test]
fn other_forms_are_named_for_what_they_are() {
    let utf16: Vec<u8> = "\u{feff}{\"text\":\"a\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (input, part) in [
        (b"[\n  {\n    \"text\": \"a\"\n  }\n]\n".as_slice(), "is one JSON array"),
        (b"[{\"text\": \"a\"},\n{\"text\": \"b\"}]\n", "is one JSON array"),
        (b"{\n  \"text\": \"a\"\n}\n", "is JSON over several lines"),
        (b"id,text\n1,a\n", "is CSV"),
        (b"\"id\";\"text\"\n1;a\n", "is CSV"),
        (&utf16, "is UTF-16"),
    ] {
        let output = hypelint(&["score"], input);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        assert!(said(&output).contains(part), "{part:?} is not in {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1);
    }
}

/// Posts that are hard to carry: signs, emoji, none, much.
fn hard_posts() -> Vec<String> {
    let mut texts =
        vec![String::new(), "a\0b, \"c\";\r\n\td".to_owned(), "👨‍👩‍👧 日本語 \u{fffd}".to_owned(), PUMP.to_owned()];
    texts.push("word ".repeat(200_000) + PUMP);
    texts
}

#[test]
fn tables_say_what_lines_say() {
    let folder = Folder::new("tables");
    let texts = hard_posts();
    let jsonl: String = texts.iter().enumerate().map(|(at, text)| post(&at.to_string(), text) + "\n").collect();
    let csv = texts.iter().enumerate().fold("\u{feff}id,author,text\n".to_owned(), |table, (at, text)| {
        table + &format!("{at},x,\"{}\"\n", text.replace('"', "\"\""))
    });
    let wanted = hypelint(&["score"], jsonl.as_bytes()).stdout;
    let file = folder.put("posts.csv", csv.as_bytes());
    assert_eq!(hypelint(&["score", &file], b"").stdout, wanted);
    // To a table, and from it again: the verdicts are posts, too, if their column is named.
    for name in ["scores.csv", "scores.csv.gz", "scores.jsonl.zst", "scores.parquet"] {
        let out = folder.path(name);
        let output = hypelint(&["score", &file, "--out", &out], b"");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{}", said(&output));
        let output = hypelint(&["score", &out, "--text", "id"], b"");
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
        assert_eq!(lines(&output).len(), texts.len());
    }
}

#[test]
fn a_bad_row_of_a_table_is_named_and_nothing_after_it_is_lost() {
    let output = hypelint(&["score", "--format", "csv", "--to", "csv"], b"id,text\n1,a,b\n2,caf\xff\n3,fine\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        said(&output),
        "hypelint: standard input: line 2: 3 columns, not 2\n\
         hypelint: standard input: line 3: not UTF-8 at byte 4 of its text\n"
    );
    let table = String::from_utf8(output.stdout).expect("text");
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "id,pump,claim,flagged,findings,contexts,checklist,structure_only,error");
    assert_eq!(rows[1], "1,,,,,,,,\"3 columns, not 2\"");
    assert!(rows[3].starts_with("3,0."), "{table}");
}

#[test]
fn verdicts_do_not_take_the_posts_place() {
    let folder = Folder::new("place");
    let posts = post("a", PUMP) + "\n";
    let file = folder.put("posts.jsonl", posts.as_bytes());
    let output = hypelint(&["score", &file, "--out", &file], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("name another file by --out"), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), posts);
}

#[test]
fn lessons_are_read_as_posts_are() {
    let folder = Folder::new("lessons");
    let score = |lessons: &str| {
        let file = folder.put("lessons.jsonl", lessons.as_bytes());
        hypelint(&["score", "--lessons", &file], post("a", PUMP).as_bytes())
    };
    let taught = score("\u{feff}{\"text\":\"$KELP to the moon \\ud83d\",\"pump\":-1}\n\n");
    assert_eq!(taught.status.code(), Some(0), "{}", said(&taught));
    let array = score("[\"$KELP to the moon\",1,-1]\n");
    assert_eq!(array.status.code(), Some(2));
    assert!(said(&array).contains("line 1: not a JSON object"), "{}", said(&array));
}

#[test]
fn fields_are_named() {
    let output =
        hypelint(&["score", "--text", "body", "--id", "n"], b"{\"n\":1,\"body\":\"a\",\"text\":5}\n{\"text\":\"a\"}\n");
    assert_eq!(lines(&output)[0]["id"], 1);
    assert_eq!(lines(&output)[1]["error"], "no \"body\"");
    let output = hypelint(&["score", "--format", "csv"], b"id,body\n1,a\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("no column \"text\"; there are: id, body"), "{}", said(&output));
}

#[test]
fn packed_lines_are_read_as_they_are() {
    let folder = Folder::new("packed");
    let plain = folder.put("posts.jsonl", (post("a", PUMP) + "\n").as_bytes());
    for name in ["packed.jsonl.gz", "packed.jsonl.zst", "packed.jsonl.GZ"] {
        // What is written is JSON Lines with a "text" within findings only, so it is packed by the tool and named anew.
        let packed = folder.path(name);
        assert_eq!(hypelint(&["score", &plain, "--out", &packed], b"").status.code(), Some(0));
        let bytes = std::fs::read(&packed).expect("it was written");
        assert_ne!(bytes[0], b'{');
        let output = hypelint(&["score", "--text", "id"], &bytes);
        assert_eq!((output.status.code(), &lines(&output)[0]["id"]), (Some(0), &serde_json::json!("a")));
        let output = hypelint(&["score"], &bytes[..bytes.len() / 2]);
        assert_eq!(output.status.code(), Some(2), "half of it is a broken file");
    }
}

#[test]
fn signs_stand_under_wide_words_and_differ() {
    let text = format!(
        "日本 👨‍👩‍👧\t{PUMP}\nThe only truly unstoppable, fully decentralised chain. Faster and cheaper than any other network on earth, forever."
    );
    let output = hypelint(&["explain", "--sensitivity", "100", &text], b"");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<&str> = shown.lines().collect();
    assert!(rows[1].starts_with("       \t") && rows[1].contains("^^^"), "{shown}");
    assert!(rows[3].contains("~~~") && !rows[3].contains('^'), "{shown}");
}

#[test]
fn what_eval_is_to_reach_is_checked_before_it_works() {
    let folder = Folder::new("eval");
    let file = folder.put("posts.jsonl", b"{\"text\": \"a\", \"pump\": 0, \"claim\": 1, \"kind\": \"news\"}\n");
    for (figure, part) in [
        ("pump.f1", "write it as NAME>=VALUE"),
        ("pump.f2>=1", "no figure is named pump.f2"),
        ("pump.f1>=x", "`x` is no number"),
        ("pump.f1>=nan", "of no number"),
        ("pump.f1>=0.5", "none of the posts is of the kind pump"),
        ("jokes.false_alarms<=1", "none of the posts is of the kind jokes"),
    ] {
        let output = hypelint(&["eval", &file, "--require", figure], b"");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{figure}");
        assert!(said(&output).contains(part), "{part:?} is not in {}", said(&output));
    }
    let more = folder.put(
        "more.jsonl",
        b"\xef\xbb\xbf{\"text\": \"\\ud83d\", \"pump\": 0, \"claim\": 0}\n[\"id\", \"text\", 1, 1]\n{\"text\": 5}\n",
    );
    let output = hypelint(&["eval", &more, &file], b"");
    assert!(output.stdout.starts_with(b"2 posts"));
    for part in ["line 2: not a JSON object", "line 3: invalid type: integer `5`, expected a string, at column"] {
        assert!(said(&output).contains(part), "{part:?} is not in {}", said(&output));
    }
    let shown = String::from_utf8_lossy(&hypelint(&["eval", &file], b"").stdout).into_owned();
    let pump = shown.split("CLAIM").next().expect("there is a beginning");
    assert!(pump.contains("(none)") && !pump.contains("0%"), "{shown}");
}

#[test]
fn train_says_where_it_would_write() {
    let folder = Folder::new("train");
    let output = hypelint(&["train", "posts.jsonl", "--out", &folder.path("none")], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--out"), "{}", said(&output));
}

#[test]
fn shells_and_man_know_every_option() {
    let folder = Folder::new("manual");
    assert_eq!(hypelint(&["manual", &folder.path("")], b"").status.code(), Some(0));
    let page = std::fs::read_to_string(folder.path("hypelint-score.1")).expect("a page for each command");
    let script = String::from_utf8(hypelint(&["completions", "bash"], b"").stdout).expect("text");
    for option in ["sensitivity", "format", "text", "out"] {
        assert!(page.contains(option) && script.contains(&format!("--{option}")), "{option}");
    }
}

#[test]
fn train_writes_a_whole_model_or_none() {
    let folder = Folder::new("train-whole");
    let posts: Vec<String> = include_str!("../../../tests/posts.jsonl").lines().take(40).map(str::to_owned).collect();
    let posts = folder.put("posts.jsonl", posts.join("\n").as_bytes());
    let (teacher, before) = (folder.put("teacher.jsonl", b""), folder.put("weights.toml", b"as they were"));
    let train = || {
        hypelint(
            &["train", &posts, "--written", &folder.path("written"), "--teacher", &teacher, "--out", &folder.path("")],
            b"",
        )
    };
    std::fs::create_dir(folder.path("written")).expect("a folder");
    // The second file cannot be written: the first is not, either.
    std::fs::create_dir(folder.path("reader.bin.new")).expect("a folder");
    let output = train();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(std::fs::read(&before).expect("it is there"), b"as they were");
    std::fs::remove_dir(folder.path("reader.bin.new")).expect("it is empty");
    let output = train();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(std::fs::read_to_string(&before).expect("it is there").contains("[pump]"));
    assert!(std::fs::metadata(folder.path("reader.bin")).expect("it is there").len() > 20);
}
