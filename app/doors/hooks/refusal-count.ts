import { log } from "#app/base/log.ts";
import type { WebhookRefusal } from "#app/providers/shop/port.ts";
import type { Delivery } from "./hook.ts";

const COUNT_EVERY_MS = 2_000;

/** Why a signature does not hold, for who signed. */
export const SIGNATURE_REFUSALS: Record<WebhookRefusal, string> = {
	"no-secret": "This connection has no webhook secret.",
	"missing-signature": "The signature is missing.",
	"missing-timestamp": "The signed time is missing or is no time.",
	stale: "The signed time is too far from now. Check the sender's clock, or send again instead of repeating.",
	mismatch: "The signature does not fit the body and the connection's secret.",
};

/** Refused signatures, counted here and written down every two seconds: whoever forges requests must not make us write for each. */
export class RefusalCount {
	readonly #write: (id: string, count: number, at: Date) => Promise<void>;
	readonly #counted = new Map<string, { count: number; at: Date }>();
	#timer: NodeJS.Timeout | undefined;

	/** `write` adds to the count of whom the requests claimed to be from. */
	constructor(write: (id: string, count: number, at: Date) => Promise<void>) {
		this.#write = write;
	}

	add(id: string, reason: WebhookRefusal, { requestId, ip, now }: Delivery): void {
		const before = this.#counted.get(id)?.count ?? 0;
		this.#counted.set(id, { count: before + 1, at: now });
		if (before === 0) log().warn({ connectionId: id, reason, requestId, ip }, "a webhook's signature did not hold");
		this.#timer ??= setTimeout(() => void this.flush(), COUNT_EVERY_MS).unref();
	}

	/** Writes down what was counted so far. Runs by itself; tests call it to wait for it. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const counted = [...this.#counted];
		this.#counted.clear();
		for (const [id, { count, at }] of counted) {
			await this.#write(id, count, at).catch((error) => log().warn({ err: error }, "refusals not counted"));
		}
	}
}
