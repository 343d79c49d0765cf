import { MINUTE } from "#app/base/time.ts";
import { checkFrequency, type FrequencyCap } from "./frequency.ts";
import { nextSendTime, type QuietHours } from "./send-window.ts";

/** Everything the gate decides by. Instants are epoch ms; `zone` is the receiver's. */
export type GateFacts = {
	readonly channel: "email" | "sms";
	readonly purpose: string;
	readonly now: number;
	readonly address: string | null;
	/** Whether the address can be written to at all: one mailbox, or one number in international form. */
	readonly addressFits: boolean;
	/** Why this address must not be written to, when it must not. */
	readonly suppression: string | null;
	/** Variables of the text that have no value: such a message would go out with a hole in it. */
	readonly missingValues?: readonly string[];
	readonly demoRefuses: boolean;
	readonly environmentAllows: boolean;
	readonly organisationAllows: boolean;
	/** Whether a mail server or an SMS account is set up at all. */
	readonly configured: boolean;
	/** Not before this instant, whatever else: the plan. */
	readonly plannedAt: number | null;
	readonly zone: string;
	readonly quietHours: QuietHours | null;
	/** When the customer wrote or did what this message answers; null for all that answers nothing. */
	readonly answersAt?: number | null;
	/** When this contact got messages that count towards the cap. */
	readonly past: readonly number[];
	readonly cap: FrequencyCap;
};

export type GateDecision =
	| { readonly state: "suppressed" | "held"; readonly reason: string }
	| { readonly state: "scheduled"; readonly at: number; readonly reason: string }
	| { readonly state: "queued" };

/**
 * What may answer a customer directly: a person's reply in a conversation, and the confirmation of what the customer
 * booked, moved or cancelled themself. A sequence, a reminder, a notice never does.
 */
const DIRECT_ANSWERS: readonly string[] = ["reply", "confirmation"];
/** For so long after the customer's own act they are awake and wait: an answer then disturbs nobody. */
const ANSWER_MS = 30 * MINUTE;

/**
 * Whether a message at an instant is the direct answer to what the customer did minutes ago, the one thing that quiet
 * hours do not hold back (decision 010).
 */
function isDirectAnswer(facts: Pick<GateFacts, "purpose" | "answersAt">, at: number): boolean {
	const { purpose, answersAt } = facts;
	return answersAt != null && DIRECT_ANSWERS.includes(purpose) && at >= answersAt && at - answersAt <= ANSWER_MS;
}

/** Purposes that the frequency cap counts and holds back. */
export const CAPPED_PURPOSES = ["sequence"] as const;

export const SUPPRESSION_WORDS: Readonly<Record<string, string>> = {
	unsubscribed: "The receiver has unsubscribed.",
	stop: "The receiver has answered STOP.",
	bounced: "An earlier message to this address came back for good.",
	complained: "The receiver has marked a message as spam.",
	member: "A member has put this address on the suppression list.",
	erased: "What was held on the person of this address was erased, and nobody writes to them again.",
};

/**
 * Whether a message may go out now (MSG-2, MSG-5, LEAD-9). Asked when it is queued, when it is released, and again
 * right before it is handed over. Suppression comes first and nothing bypasses it; what is held waits for a person;
 * what is scheduled comes back by itself.
 */
export function decideGate(facts: GateFacts): GateDecision {
	if (facts.suppression) {
		return { state: "suppressed", reason: SUPPRESSION_WORDS[facts.suppression] ?? "The receiver has opted out." };
	}
	const obstacle = obstacleOf(facts);
	return obstacle ? { state: "held", reason: obstacle } : timeOf(facts);
}

/** The first thing that a person has to set right, in words that say where. */
function obstacleOf(facts: GateFacts): string | null {
	const [thing, one, setting] = facts.channel === "email" ? EMAIL_WORDS : SMS_WORDS;
	if (!facts.address) return `The contact has no ${one}.`;
	if (!facts.addressFits) return `“${facts.address.slice(0, 80)}” is not one ${one} that can be written to.`;
	if (facts.missingValues?.length) return `The text has no value for ${facts.missingValues.join(", ")}.`;
	if (facts.demoRefuses) return "Demo mode writes only to addresses and numbers on its list (DEMO_ALLOWED).";
	if (!facts.environmentAllows) return `Sending ${thing} is switched off for this installation (${setting[0]}).`;
	if (!facts.organisationAllows) {
		return `Sending ${thing} is switched off for your organisation. An administrator turns it on under Settings, Sending.`;
	}
	if (!facts.configured) return `No ${setting[1]} is set up for this installation (${setting[2]}).`;
	return null;
}

const EMAIL_WORDS = ["email", "email address", ["ALLOW_EMAIL_SENDING", "mail server", "SMTP_URL"]] as const;
const SMS_WORDS = [
	"SMS",
	"mobile number",
	["ALLOW_SMS_SENDING", "SMS account", "TWILIO_ACCOUNT_SID and its neighbours"],
] as const;

function timeOf(facts: GateFacts): GateDecision {
	if (facts.plannedAt !== null && facts.plannedAt > facts.now) {
		return { state: "scheduled", at: facts.plannedAt, reason: "It waits for its time." };
	}
	const afterQuiet = quietEnd(facts, facts.now);
	if (afterQuiet === null) return { state: "held", reason: "The quiet hours leave no time to send." };
	if (afterQuiet > facts.now) {
		return { state: "scheduled", at: afterQuiet, reason: "It waits for the end of the receiver's quiet hours." };
	}
	return capped(facts);
}

function capped(facts: GateFacts): GateDecision {
	if (!(CAPPED_PURPOSES as readonly string[]).includes(facts.purpose)) return { state: "queued" };
	const answer = checkFrequency({ past: facts.past, at: facts.now, zone: facts.zone, cap: facts.cap });
	if (answer.allowed) return { state: "queued" };
	const at = answer.nextAt === null ? null : quietEnd(facts, answer.nextAt);
	const span = answer.reason === "day" ? "today" : "this week";
	if (at === null) return { state: "held", reason: `This contact has had as many messages ${span} as the cap allows.` };
	return { state: "scheduled", at, reason: `This contact has had as many messages ${span} as the cap allows.` };
}

function quietEnd(facts: GateFacts, from: number): number | null {
	if (isDirectAnswer(facts, from)) return from;
	const { zone, quietHours } = facts;
	return nextSendTime(from, facts.channel, { zone, hours: null, holidays: [], quietHours });
}
