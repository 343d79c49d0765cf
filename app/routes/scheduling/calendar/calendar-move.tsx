import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { listMoveDays } from "#app/domain/scheduling/appointments/move-queries.ts";
import { instantOf, MemberMoveForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { MemberSlots } from "./member-slots.tsx";

export const meta = () => [{ title: "Move appointment · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.change", async (ctx) => {
		const appointment = await getAppointment(ctx, args.params.id ?? "");
		const from = new URL(args.request.url).searchParams.get("from") ?? undefined;
		return { appointment, ...(await listMoveDays(ctx, appointment, { zone: appointment.timeZone, from })) };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "appointments.change", schema: MemberMoveForm }, async (ctx, { slot, ownTime, version }) => {
		const seen = await getAppointment(ctx, args.params.id ?? "");
		const startsAt = slot ?? instantOf(ownTime!, seen.timeZone);
		await moveAppointment(ctx, { appointmentId: seen.id, startsAt, version, outsideHours: !slot });
		return { to: `/calendar/${seen.id}`, flash: "The appointment has moved." };
	});

export default function CalendarMovePage() {
	const { appointment, days, next } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const crumbs = [
		{ label: "Calendar", href: "/calendar" },
		{ label: appointment.title, href: `/calendar/${appointment.id}` },
	];
	return (
		<Page title="Move appointment" crumbs={crumbs} width="narrow" search={null}>
			<div className="stack">
				<ErrorSummary
					allErrors={{
						"": Object.values(reply?.result.error ?? {}).flatMap((texts) => (texts as string[] | null) ?? []),
					}}
				/>
				<p>Now {formatInstant(appointment.startsAt, appointment.timeZone)}</p>
				<MemberSlots
					method="post"
					days={days}
					zone={appointment.timeZone}
					keep={{ version: String(appointment.version) }}
					ownName="ownTime"
				/>
				{next && <ButtonLink to={`?from=${next}`}>Later days</ButtonLink>}
			</div>
		</Page>
	);
}
