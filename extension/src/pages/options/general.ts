/** The options' first section: what is read and marked at all, as in the popup. */

import { CATEGORIES } from "../../settings/settings";
import { byId } from "../parts/dom";
import { meaning } from "../parts/sensitivity";
import type { MakeSection } from "./section";

export const makeGeneral: MakeSection = (change) => {
  const onSwitch = byId("on", HTMLInputElement);
  const kinds = { pump: byId("pump", HTMLInputElement), claim: byId("claim", HTMLInputElement) };
  const slider = byId("sensitivity", HTMLInputElement);
  const value = byId("value", HTMLOutputElement);
  const means = byId("meaning", HTMLElement);

  onSwitch.addEventListener("change", () => {
    const on = onSwitch.checked;
    change(() => ({ on }));
  });
  for (const category of CATEGORIES) {
    kinds[category].addEventListener("change", () => {
      const { checked } = kinds[category];
      change(({ categories }) => ({ categories: { ...categories, [category]: checked } }));
    });
  }
  slider.addEventListener("input", () => {
    const sensitivity = slider.valueAsNumber;
    change(() => ({ sensitivity, apart: null }));
  });

  return {
    render(settings) {
      onSwitch.checked = settings.on;
      for (const category of CATEGORIES) kinds[category].checked = settings.categories[category];
      slider.value = value.textContent = String(settings.sensitivity);
      means.textContent = meaning(settings);
    },
  };
};
