import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { HoursForm } from "#app/domain/scheduling/hours/hours-form.ts";
import { getMemberHours } from "#app/domain/scheduling/hours/member-hours-queries.ts";
import { saveMemberHours } from "#app/domain/scheduling/hours/save-member-hours.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { HoursFields } from "./hours-form.tsx";

export const meta = () => [{ title: "Your hours · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "hours.edit", async (ctx, { org }) => {
		const hours = await getMemberHours(ctx, org.memberId);
		const zones = [...new Set([hours.fields.timeZone ?? "UTC", ...Intl.supportedValuesOf("timeZone")])];
		return { ...hours, zones };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "hours.edit", schema: HoursForm }, async (ctx, input, { org }) => {
		await saveMemberHours(ctx, { ...input, memberId: org.memberId });
		return { to: "/settings/hours", flash: "Your hours are saved." };
	});

export default function OwnHoursPage() {
	const { id, version, fields, zones } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page
			title="Your hours"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="narrow"
			search={null}
			actions={<ButtonLink to={`/calendar?member=${id}`}>Your calendar</ButtonLink>}
		>
			{version === null && (
				<Notice tone="info" title="You cannot be booked yet.">
					Save your hours, and colleagues can book appointments with you.
				</Notice>
			)}
			<HoursFields key={version} values={fields} zones={zones} version={version} result={reply?.result} />
		</Page>
	);
}
