// What a shop would do with the chat: tell it what is in the basket, and open it from a link of its own.
(() => {
  const count = document.getElementById('basket-count');
  let items = 0;
  let total = 0;
  for (const button of document.querySelectorAll('[data-buy]')) {
    button.addEventListener('click', () => {
      items += 1;
      total += Number(button.dataset.price);
      count.textContent = String(items);
      window.$owidget?.addCustomData('basket_total', String(total));
      window.$owidget?.addCustomData('last_product', button.dataset.buy);
    });
  }
  for (const button of document.querySelectorAll('[data-ask]')) {
    button.addEventListener('click', () => window.$owidget?.openChat());
  }
})();
