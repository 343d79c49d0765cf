import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { CancelForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Cancel appointment · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.change", (ctx) => getAppointment(ctx, args.params.id ?? ""));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "appointments.change", schema: CancelForm }, async (ctx, { reason }) => {
		const cancelled = await cancelAppointment(ctx, { appointmentId: args.params.id ?? "", reason: reason ?? "" });
		return { to: `/calendar/${cancelled.id}`, flash: "The appointment is cancelled." };
	});

export default function CalendarCancelPage() {
	const appointment = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const href = `/calendar/${appointment.id}`;
	const when = formatInstant(appointment.startsAt, appointment.timeZone);
	return (
		<Page title="Cancel appointment" crumbs={[{ label: appointment.title, href }]} width="narrow" search={null}>
			<ErrorSummary allErrors={reply?.result.error ? { "": reply.result.error[""] ?? [] } : {}} />
			<ConfirmPage
				action={`${href}/cancel`}
				consequence={`${appointment.title} on ${when} will be cancelled, and its time is free for others.`}
				button="Cancel appointment"
				cancel={href}
			>
				<TextInput label="Reason" optional inputProps={{ name: "reason", maxLength: 500 }} />
			</ConfirmPage>
		</Page>
	);
}
