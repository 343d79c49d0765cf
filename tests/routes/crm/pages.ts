import type { FlashNote } from "#app/doors/flash.ts";
import { takeFlash } from "#app/doors/flash.ts";
import type { FormReply } from "#app/doors/form.ts";
import * as account from "#app/routes/crm/accounts/account.tsx";
import * as accountEdit from "#app/routes/crm/accounts/account-edit.tsx";
import * as accountNew from "#app/routes/crm/accounts/account-new.tsx";
import * as contact from "#app/routes/crm/contacts/contact.tsx";
import * as contactEdit from "#app/routes/crm/contacts/contact-edit.tsx";
import * as contactNew from "#app/routes/crm/contacts/contact-new.tsx";
import * as deal from "#app/routes/crm/deals/deal.tsx";
import * as dealEdit from "#app/routes/crm/deals/deal-edit.tsx";
import * as dealNew from "#app/routes/crm/deals/deal-new.tsx";
import * as project from "#app/routes/crm/projects/project.tsx";
import * as projectEdit from "#app/routes/crm/projects/project-edit.tsx";
import * as projectNew from "#app/routes/crm/projects/project-new.tsx";

/** The pages of each kind of record. */
export const PAGES = {
	contact: { show: contact, edit: contactEdit, add: contactNew },
	account: { show: account, edit: accountEdit, add: accountNew },
	deal: { show: deal, edit: dealEdit, add: dealNew },
	project: { show: project, edit: projectEdit, add: projectNew },
} as const;

/** What an action answered: where it leads with its note, or what the same page is drawn with. */
export type Answer = { to?: string | null; flash?: FlashNote | undefined; status: number; reply?: FormReply };

export async function answerOf(done: unknown): Promise<Answer> {
	const thrown = (await Promise.resolve(done).catch((error: unknown) => error)) as
		| Response
		| { data: FormReply; init: { status: number } };
	if (!(thrown instanceof Response)) {
		if (!("data" in thrown)) throw thrown;
		return { status: thrown.init?.status ?? 200, reply: thrown.data };
	}
	const carried = thrown.headers.get("Set-Cookie")?.split(";")[0] ?? "";
	const { flash } = await takeFlash(new Request("http://localhost:3000/", { headers: { cookie: carried } }));
	return { to: thrown.headers.get("Location"), flash, status: thrown.status };
}
