import { expect, test } from "vitest";
import { routeLink } from "./route-link.ts";

const place = { lon: 106.5516, lat: 29.563 };

test("the way is shown by whatever map the phone has", () => {
  expect(routeLink(place, "井盖 破损", "Mozilla/5.0 (Linux; Android 15)")).toBe(
    "geo:29.563000,106.551600?q=29.563000,106.551600(%E4%BA%95%E7%9B%96%20%E7%A0%B4%E6%8D%9F)",
  );
  expect(routeLink(place, "井盖", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)")).toBe(
    "https://maps.apple.com/?daddr=29.563000,106.551600&dirflg=w",
  );
});
