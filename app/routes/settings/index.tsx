import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { actorOf, requireMember } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { SECTIONS } from "./sections.ts";

export const meta = () => [{ title: "Settings · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const member = await requireMember(args);
	const actor = actorOf(member);
	const sections = SECTIONS.filter((section) => can(actor, section.permission));
	return { sections: sections.map(({ label, href, text }) => ({ label, href, text })), email: member.email };
}

export default function Settings() {
	const { sections, email } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Settings"
			width="edge"
			actions={
				<form method="post" action="/sign-out">
					<SubmitButton tone="plain">Sign out {email}</SubmitButton>
				</form>
			}
		>
			<Table
				caption="Parts of the settings"
				rows={sections}
				rowKey={(section) => section.href}
				name={{ label: "Part", name: (section) => section.label, href: (section) => section.href }}
				columns={[{ id: "text", label: "What is there", cell: (section) => section.text }]}
			/>
		</Page>
	);
}
