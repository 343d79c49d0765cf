import { ButtonLink } from "#app/ui/forms/button.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";

export const meta = () => [{ title: "Check your mail · Perigee" }];

export default function SignUpSent() {
	return (
		<PlainPage title="Check your mail">
			<div className="stack">
				<p>We sent a mail to the address you gave. Follow its link to confirm that the address is yours.</p>
				<p className="muted">
					No mail after a minute? Look among the unwanted ones. Where this server sends no mail, whoever runs it can
					read you the link.
				</p>
				<ButtonLink to="/sign-in" tone="primary">
					Sign in
				</ButtonLink>
			</div>
		</PlainPage>
	);
}
