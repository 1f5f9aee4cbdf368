// On to where it is paid. A form may not lead there (the page's policy), a link may; going back does not come here again.
location.replace(document.querySelector("[data-checkout]").href)
