import { Landing } from "#app/ui/landing.tsx";

export const meta = () => [{ title: "Perigee: one place where a business meets its customers" }];

export default function LandingPage() {
	return <Landing />;
}
