import type { LoaderFunctionArgs } from "@remix-run/node";
import { env } from "#app/base/env.ts";
import { notFound } from "#app/base/errors.ts";
import { appointmentFile } from "#app/domain/scheduling/appointment-page/appointment-file.ts";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { findParty } from "#app/domain/scheduling/appointments/party-queries.ts";
import { guarded } from "#app/doors/page.ts";
import { asLinkHolder } from "#app/doors/public/link-holder.ts";

/** The calendar file of an appointment, for download. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, () =>
		asLinkHolder(args, "appointment", async (ctx, link) => {
			const appointment = await getAppointment(ctx, link.subjectId);
			const party = await findParty(ctx, appointment);
			if (!party) throw notFound("appointment");
			const url = `${env().publicUrl}/appointment/${args.params.token}`;
			const { content, contentType, filename } = appointmentFile(appointment, party, {
				stampedAt: appointment.updatedAt,
				url,
			});
			return new Response(content, {
				headers: {
					"Content-Type": contentType,
					"Content-Disposition": `attachment; filename="${filename}"`,
					"Cache-Control": "no-store",
				},
			});
		}),
	);
