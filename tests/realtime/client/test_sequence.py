"""The rules by which a page shows versions, without a page: thousands of random histories."""

from tests.realtime.client.looks import in_page, record, recorded, shows, shows_version


def test_what_a_frame_asks_for(open_page):
    page = open_page()
    said = in_page(
        page,
        """async () => {
        const { Sequence } = await load("sequence")
        const judge = (from, to, patches = [], topic = "people") => new Sequence({ people: 12 }).judge({ topic, from, to, patches })
        return [judge(12, 13), judge(11, 12), judge(8, 9), judge(13, 14), judge(11, 14), judge(12, 13, null), judge(11, 12, null),
            judge(12, 13, [], "other"), judge(12, 13, [], "toString")]
    }""",
    )
    assert said == ["apply", "drop", "drop", "keep", "fetch", "fetch", "drop", "drop", "drop"]


def test_frames_lost_doubled_and_shuffled_end_in_the_truth(open_page):
    """Time and chance are injected. Two topics a page; answers may be late, old or missing; the sweep heals what was lost."""
    page = open_page()
    in_page(
        page,
        """async () => {
        const { Subscription } = await load("subscription")
        const { timing } = await load("timing")
        for (let seed = 1; seed <= 400; seed++) await history(seed)

        async function history(seed) {
            const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
            const timers = []
            let now = 0
            const clock = {
                now: () => now,
                random,
                after(ms, then) {
                    const timer = { at: now + ms, then }
                    timers.push(timer)
                    return () => (timer.then = () => {})
                },
            }
            const truth = { a: 0, b: 0 }
            const page = { a: 0, b: 0 }
            const shown = { a: 0, b: 0 }
            const fail = (why) => { throw new Error(`history ${seed}: ${why}`) }
            const subscription = new Subscription(
                {
                    topics: shown,
                    async fetch() {
                        const answer = random() < 0.2 ? { a: Math.max(0, truth.a - 2), b: truth.b } : { ...truth }
                        await new Promise((done) => clock.after(random() * 500, done))
                        if (random() < 0.2) throw new Error("lost")
                        return { topics: answer }
                    },
                    apply({ topic, version }) {
                        if (page[topic] !== version - 1) fail(`${topic} went from ${page[topic]} to ${version}`)
                        page[topic] = version
                    },
                    replace({ topics }) {
                        if (topics.a < page.a || topics.b < page.b) fail("went back")
                        Object.assign(page, topics)
                    },
                },
                { clock, timing, changed() {}, ended() {}, signedOut: async () => false },
            )
            const write = () => {
                const topic = random() < 0.7 ? "a" : "b"
                const version = ++truth[topic]
                const patches = random() < 0.1 ? undefined : [{ topic, version }]
                for (let copies = Math.floor(random() * 3); copies > 0; copies--) {
                    clock.after(random() * 400, () => subscription.receive({ topic, from: version - 1, to: version, patches }))
                }
            }
            for (let count = 0; count < 40; count++) clock.after(random() * 4_000, write)
            for (let at = 3_000; at <= 60_000; at += 3_000) clock.after(at, () => subscription.hear({ ...truth }))
            while (timers.length) {
                timers.sort((one, other) => one.at - other.at)
                const { at, then } = timers.shift()
                now = Math.max(now, at)
                then()
                for (let turn = 0; turn < 5; turn++) await null
            }
            for (const topic of ["a", "b"]) {
                const right = page[topic] === truth[topic] && shown[topic] === truth[topic]
                if (!right) fail(`${topic} ended at ${page[topic]}, not ${truth[topic]}`)
            }
        }
    }""",
    )


LOSSY = """() => {
    let seed = 5
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
    let late = []
    live.faults.incoming = (message) => {
        if (message.type !== "frame") return [message]
        const chance = random()
        if (chance < 0.15) return []
        if (chance < 0.3) return [message, message]
        if (chance < 0.5) return void late.push(message) ?? []
        const now = [message, ...late]
        late = []
        return now
    }
}"""


def test_a_real_page_on_a_lossy_line_never_goes_back_and_ends_in_the_truth(stage, people, open_page):
    page = open_page(gap=50)
    page.evaluate(LOSSY)
    record(page)
    for number in range(80):
        stage.say(people.rename(1, f"Ada {number:02}"))
        if number % 30 == 29:
            stage.close()
    stage.until(stage.open_sockets)
    stage.say({"type": "stale", "topics": {"people": people.version}})
    shows(page, "Ada 79", "Grace", "Linus")
    shows_version(page, people.version)
    versions, names = recorded(page)
    assert versions == sorted(versions)
    assert names == ["Ada", *sorted(names[1:])]
