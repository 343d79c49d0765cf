import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type ReceivedMessage, receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { fitsAddress, plainAddress } from "#app/domain/messaging/rules/address.ts";
import type { InboundSms } from "#app/providers/sms/port.ts";
import type { Ctx } from "#db/context.ts";
import { findThread } from "./find-thread.ts";

/**
 * Takes in a text: into the conversation of the last text to that number, else into the open one with its contact;
 * somebody unknown becomes a contact. The same text twice is one. Throws 422 for a sender that is no number.
 */
export async function receiveSms(
	ctx: Ctx,
	sms: InboundSms,
	to: { locationId: string | undefined },
): Promise<ReceivedMessage> {
	authorize(ctx, "messages.write");
	const from = plainAddress("sms", sms.from);
	if (!fitsAddress("sms", from)) throw invalid("The sender is not a number that can be answered.");
	const thread = await findThread(ctx, { channel: "sms", address: from, locationId: to.locationId });
	const media = sms.mediaCount > 0 ? `(${sms.mediaCount} ${sms.mediaCount === 1 ? "picture" : "pictures"})` : "";
	return receiveMessage(ctx, {
		...thread,
		channel: "sms",
		text: [sms.body, media].filter(Boolean).join("\n"),
		from,
		to: sms.to,
		provider: "twilio",
		providerMessageId: sms.providerMessageId,
		keyword: sms.keyword,
	});
}
