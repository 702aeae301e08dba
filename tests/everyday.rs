//! Everyday excitement around a capitalised name is no hype. None of these posts was learned from.

use hypelint::Scorer;

const POSTS: [&str; 40] = [
    "Harrow City just won the regional final!! Next stop: nationals. LET'S GOOO 🔥",
    "The new season of Saltmarsh is insane, best show on TV, don't sleep on it",
    "Kestrel Space is going to launch tonight at 9, don't miss it! 🚀🚀",
    "Mira Solano's new album is out NOW and it is going to be huge 🎉",
    "Tickets for Ferrymen live in Brenwick go on sale tomorrow, only 400 left!",
    "Bodo just learned to open the fridge. This dog is going to the moon 🌕",
    "I can't believe Tamsin made it to the Olympics!!! Gold next year, mark my words",
    "HUGE goal by Okonjo in the 94th minute, what a comeback, 10/10",
    "Lantern Quest 3 sold 2 million copies in a week. Absolutely deserved 💎",
    "We are hiring at Pell Bakery! Join our team before Friday 🥐",
    "Best burger of my life at Nolan's, 100% worth the queue",
    "Last chance to vote for Eda in the bake-off, voting closes in 2 hours!",
    "Guaranteed to make you cry: the last ten minutes of Harbour Lights",
    "Wow, Professor Idris Vale got the Halden Prize! So proud of this lab 🙌",
    "Don't miss the fireworks over Lake Orla tonight, starts at 22:00",
    "Marathon done in 3:58! 12 % faster than last year, sub 3:30 next 🏃",
    "Early bird tickets for Comicfest are gone in 20 minutes, crazy",
    "Rosa's Pizza is doing buy one get one free until Sunday 🍕",
    "OMG the trailer for Iron Meadow is going VIRAL, 5 million views already",
    "My daughter Lina is unstoppable on her new bike",
    "Coach says we hold the line on Saturday. Diamond hearts, Brenwick Rovers! 💪",
    "This is the year, Falcons fans. Believe. We are going all the way 🏆",
    "The Great Comet will be visible on Thursday, the first time in 80 years!",
    "Trust me, the dumplings at Hua's are the hidden gem of this town",
    "Moon over the bay tonight. Pure gold 🌕",
    "Season passes for Ridgeway Park are 40% off this week only",
    "HAPPY NEW YEAR everyone!!! 2027 is going to be massive 🚀✨",
    "Aiko beat her own record again, 3 world records in one day, unreal",
    "Secret gig by The Lowlanders tonight?! Somebody tell me where",
    "Our robotics team is in the top 5 of the country, so fast and so reliable 🤖",
    "New phone day! The Corvo 9 camera is the best I have ever used",
    "Grandpa Leo turned 100x more famous after that video lol",
    "Sign up for the Oakridge fun run, first 50 get a free shirt",
    "Ms. Hadley promises no homework next week if we all pass. EVERYONE STUDY",
    "Everybody in the office is talking about Grey Harbor, start it tonight",
    "I bought two tickets for the derby, section 12, who is coming?",
    "The library at Mill Street reopens on Monday, faster wifi and longer hours!",
    "Huge respect to the nurses at St. Brannock, real heroes ❤️",
    "If you only watch one film this year make it Paper Orchard, trust me",
    "Kick-off in one hour. Nerves. Come on Brenwick!!! 🔥🔥🔥",
];

/// How many are marked by mistake. TODO(2026-11-29): one at most; what a post is about (money, or a match) should tell.
const MARKED: usize = 6;

#[test]
fn few_of_forty_are_marked() {
    let mut scorer = Scorer::default();
    let marked: Vec<&str> =
        POSTS.into_iter().filter(|post| !scorer.report(post).flagged([50, 50]).is_empty()).collect();
    assert!(marked.len() <= MARKED, "{marked:#?}");
}
