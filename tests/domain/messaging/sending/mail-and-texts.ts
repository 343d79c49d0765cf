import { afterAll, beforeAll, beforeEach } from "vitest";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending } from "#tests/support/messaging.ts";

// A mail server, Twilio and an organisation that may send, fresh for each test of the file that imports this.

export let org: TestOrg;
export let smtp: SmtpStandIn;
export let twilio: TwilioStandIn;
export const minutes = (count: number, from = Date.now()) => new Date(from + count * 60_000);

/** Call it once at the top of a file: what it opens is that file's own. */
export function openMailAndTexts(): void {
	beforeAll(async () => {
		await openTestHouse();
		smtp = await startSmtp();
		twilio = await startTwilio();
	});
	afterAll(async () => {
		await smtp.stop();
		await twilio.stop();
	});
	beforeEach(async () => {
		await runJobs(minutes(100_000));
		org = await makeOrg("Northside Garage");
		smtp.received.length = 0;
		smtp.fault = null;
		twilio.messages.length = 0;
		twilio.fault = null;
		twilio.optedOut.clear();
		await allowSending(org, { smtpPort: smtp.port, twilio });
	});
}
