import { Holders } from "./holders.ts";
import type { Rooms } from "./links.ts";
import { type Around, type Known, keysOf, type Planned, type ReadRow, type Rules } from "./plan-rows.ts";
import type { RowReading } from "./read-row.ts";
import { SeenKeys } from "./seen-keys.ts";

/** As many records are remembered, some 100 MB of them; what later rows do to others is counted as if they were new. */
const MOST = 100_000;

/**
 * What a preview remembers of the rows before, since it writes nothing: how the records stand of which more than one
 * row of the file speaks. The others are met once and forgotten, so memory follows the repetitions and not the file.
 * Every row is shown to `notice` first; then, chunk by chunk, `join` comes before the planning and `keep` after it.
 */
export class EarlierRows {
	readonly #rules: Rules;
	readonly #once = new SeenKeys();
	readonly #again = new SeenKeys();
	readonly #byKey = new Holders<Known>();
	readonly #byId = new Map<string, Known>();
	readonly #accounts: Around["accounts"] = new Map();
	readonly #rooms: Rooms = new Map();
	/** Whether there were more than can be remembered. */
	isRough = false;

	constructor(rules: Rules) {
		this.#rules = rules;
	}

	/** Learns of which keys the file speaks more than once. */
	notice(reading: RowReading): void {
		if (!("values" in reading)) return;
		for (const name of keysOf(this.#rules, reading.values)) {
			if (this.#once.has(name)) this.#again.add(name);
			else this.#once.add(name);
		}
	}

	/** Puts what earlier rows made and changed in the place of what the database says. */
	join(rows: readonly ReadRow[], around: Around): void {
		for (const [id, room] of around.rooms) around.rooms.set(id, this.#rooms.get(id) ?? room);
		if (this.#byId.size === 0) return;
		around.known.renew((one, key) => {
			const own = this.#byId.get(one.id);
			// An id stays; who has an address is what earlier rows left.
			return key.startsWith("id ") ? (own ?? one) : own ? undefined : one;
		});
		for (const { reading } of rows) {
			if (!("values" in reading)) continue;
			for (const key of keysOf(this.#rules, reading.values)) {
				for (const known of this.#byKey.of(key)) around.known.add(key, known);
			}
			const name = reading.values.account?.toLowerCase();
			const account = name && this.#accounts.get(name);
			if (account && !around.accounts.has(name)) around.accounts.set(name, account);
		}
	}

	/** Remembers what a chunk made and changed, of that what other rows speak of. */
	keep(planned: readonly Planned[], around: Around): void {
		for (const [id, room] of around.rooms) this.#rooms.set(id, room);
		for (const { row, change } of planned) {
			if (!change || !("values" in row.reading)) continue;
			const { known, former } = change;
			const { values } = row.reading;
			const isById = this.#rules.match === "id";
			const own = keysOf(this.#rules, values);
			const now = keysOf(this.#rules, { ...known, id: isById ? known.id : undefined });
			const others = [...former, ...now].filter((name) => !own.includes(name));
			if (!own.some((name) => this.#again.has(name)) && !others.some((name) => this.#once.has(name))) continue;
			if (this.#byId.size >= MOST && !this.#byId.has(known.id)) {
				this.isRough = true;
				continue;
			}
			this.#byId.set(known.id, known);
			for (const name of former) this.#byKey.remove(name, known);
			// An id stays; an address that the row gave and the record did not take is not its own.
			for (const name of isById ? [...own, ...now] : now) this.#byKey.add(name, known);
			const account = values.account?.toLowerCase() ?? "";
			const found = around.accounts.get(account);
			if (found?.isNew) this.#accounts.set(account, found);
		}
	}
}
