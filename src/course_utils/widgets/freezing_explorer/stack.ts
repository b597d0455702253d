/** The net as a stack, the picture at the bottom, and beside it how far down from the loss the gradient goes. */
import { button } from "../core/controls";
import { h } from "../core/dom";
import { blocks, head, image_size, parametersOf } from "./costs";
import type { Actions, Text, View } from "./scene";
import { grouped } from "./words";

export function stack(text: Text, actions: Actions): View {
  const rows = blocks.map((block) => {
    const role = h("span", { class: "cw-role" });
    const press = button(h("span", { class: "cw-block-name" }, block.name), () => actions.toggle(block.name));
    press.append(
      h("span", { class: "cw-block-shape" }, block.shape.join("×")),
      h("span", { class: "cw-block-count" }, grouped(parametersOf(block))),
      role,
    );
    return { press, role, el: h("li", {}, h("i", { class: "cw-rail" }), press) };
  });
  const still = (name: string, note: string, className: string) =>
    h("li", { class: className }, h("i", { class: "cw-rail" }), h("div", { class: "cw-still" }, h("span", { class: "cw-block-name" }, name), h("span", {}, note)));
  const list = h(
    "ol",
    { class: "cw-stack" },
    still(text("loss"), "", "cw-loss cw-passes"),
    still(text("head"), text("head_note", { count: grouped(head) }), "cw-head cw-learns"),
    ...rows.map(({ el }) => el).reverse(),
    still(text("picture"), `${image_size}×${image_size}×3`, "cw-picture"),
  );
  return {
    el: h("div", { class: "cw-net" }, h("p", { class: "cw-note" }, text("hint")), list),
    show({ costs: { roles } }) {
      const lowest = roles.indexOf("learns");
      list.classList.toggle("cw-head-only", lowest < 0);
      rows.forEach(({ press, role, el }, place) => {
        el.className = `cw-${roles[place]}${place === lowest ? " cw-lowest" : ""}`;
        press.setAttribute("aria-pressed", String(roles[place] === "learns"));
        role.textContent = text(roles[place]);
      });
    },
  };
}
