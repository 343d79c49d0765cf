import type { Intelligence } from "#app/domain/success/intelligence/schema.ts";

/** What each field of a delivery is, for who sets a sender up. */
export const FIELD_WORDS: Readonly<Record<keyof Intelligence, string>> = {
	arrCents: "Yearly revenue in cents, in the account's currency",
	previousArrCents: "The same a year before",
	renewalOn: "Day of the renewal, as 2027-06-30",
	health: "0 to 100",
	risk: "0 to 100",
	opportunity: "0 to 100",
	plan: "standard, growth or strategic",
	seats: "How many were bought",
	activeUsers: "How many use it",
	utilisation: "In percent; worked out of seats and active users where it is left out",
	usageTrend: "In percent, against the month before",
	lastContactOn: "A day",
	lastQbrOn: "A day",
	nextQbrOn: "A day",
	openTickets: "A number",
	contracts:
		"A list with title, number, startsOn, endsOn, valueCents, currency, noticeDays, renewalTerms; replaces the one that is there",
	stakeholders: "A list with name, title, influence, sentiment, contactId; replaces the one that is there",
};

/** A program of a few lines that sends one account: Node, without anything to install. */
export function exampleProgram(address: string): string {
	return `// SECRET=whsec_… node send.mjs
import { createHmac, randomUUID } from "node:crypto";

const body = JSON.stringify({
  account: { domain: "orchard.example" },
  at: new Date().toISOString(),
  health: 72, risk: 20, arrCents: 12000000, renewalOn: "2027-06-30",
});
const id = randomUUID();
const time = Math.floor(Date.now() / 1000);
const key = Buffer.from(process.env.SECRET.slice(6), "base64");
const signature = createHmac("sha256", key).update(\`\${id}.\${time}.\${body}\`).digest("base64");

const answer = await fetch("${address}", {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(time),
    "webhook-signature": "v1," + signature,
  },
  body,
});
console.log(answer.status, await answer.text());
`;
}
