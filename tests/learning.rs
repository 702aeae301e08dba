//! experiment
use hypelint::reader::Lesson;
use hypelint::{Category, Scorer};
fn read(path: &str) -> Vec<serde_json::Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
fn main_(){
    let posts = read("tests/collectors.jsonl");
    let told: Vec<String> = posts.iter().filter(|p| p["told"]==true).map(|p| p["text"].as_str().unwrap().to_owned()).collect();
    let unseen: Vec<String> = posts.iter().filter(|p| p["told"]==false).map(|p| p["text"].as_str().unwrap().to_owned()).collect();
    let mut plain = Scorer::default();
    let flags = |s: &mut Scorer, texts: &[String]| -> Vec<([f64;2],Vec<Category>)> { texts.iter().map(|t| { let l = s.verdict(t).logits; (l, s.report(t).flagged([50,50])) }).collect() };
    let mut others = vec![];
    for f in ["tests/posts.jsonl","model/written/en.jsonl","model/written/es.jsonl"] { others.push((f, read(f).iter().map(|p| p["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>())); }
    for n in [1,3,10,30] {
        let mut taught = Scorer::default();
        taught.learn(told.iter().take(n).map(|t| Lesson{text:t, ways:[-1,0]}));
        let (a,b)=(flags(&mut plain,&unseen),flags(&mut taught,&unseen));
        let c=|v:&Vec<([f64;2],Vec<Category>)>| v.iter().filter(|f| f.1.contains(&Category::Pump)).count();
        let moved: f64 = a.iter().zip(&b).map(|(a,b)| b.0[0]-a.0[0]).sum::<f64>()/a.len() as f64;
        println!("told {n}: unseen {} -> {} mean move {moved:.2}", c(&a), c(&b));
        for (f, texts) in &others {
            let (a,b)=(flags(&mut plain,texts),flags(&mut taught,texts));
            let changed = a.iter().zip(&b).filter(|(a,b)| a.1!=b.1).count();
            let p=|x:f64| 1.0/(1.0+(-x).exp());
            let mv: f64 = a.iter().zip(&b).map(|(a,b)| (p(b.0[0])-p(a.0[0])).abs()).sum::<f64>()/a.len() as f64;
            let ml: f64 = a.iter().zip(&b).map(|(a,b)| (b.0[0]-a.0[0]).abs()).sum::<f64>()/a.len() as f64;
            println!("   {f}: marks {} changed {changed} ({:.2}%), mean |dp| {mv:.4} mean |dl| {ml:.3}", c(&a), 100.0*changed as f64/c(&a) as f64);
        }
    }
}
#[test] fn go(){ main_() }
