import { env } from "#app/base/env.ts";
import { sendSystemMail } from "#app/domain/identity/mail/send-system-mail.ts";
import { parseMailAddress } from "#app/providers/email/address.ts";
import { providers } from "#app/providers/open.ts";
import type { Run } from "#jobs/handles.ts";

/** One try at one mail about identity. */
export function sendIdentityMail({ mailId }: { mailId: string }, { now }: Run): Promise<void> {
	return sendSystemMail(mailId, { sender: providers().email, from: parseMailAddress(env().MAIL_FROM), now });
}
